/** What runs for one API: its resolver, with the breaker's state kept in Postgres. */
import type { FulgtOppslag } from '../config/config.ts'
import type { VentendeOppslag } from '../domain/nokkel.ts'
import { createBell } from '../lib/bell.ts'
import type { Log } from '../lib/log.ts'
import type { LeasedLoop } from '../operate/lease-keeper.ts'
import { type Breaker, createBreaker } from '../resolve/breaker.ts'
import { resolve } from '../resolve/resolver.ts'
import { lookUp } from '../skatteetaten/look-up.ts'
import { saveApiState } from '../store/api-state.ts'
import { loadBreaker, saveBreaker } from '../store/breaker.ts'
import { nextLookUps } from '../store/next-look-ups.ts'
import { callsOf, settle } from '../store/settle.ts'
import { type LoopParts, supervisedLoop } from './supervised.ts'

/** How often a resolver looks for work that another replica's follower has stored, in milliseconds. */
const IDLE_MS = 1_000

export function resolverLoop(
  parts: LoopParts,
  api: string,
  oppslag: readonly FulgtOppslag[],
): LeasedLoop {
  const { config, outside, bells, log, metrics } = parts
  const { pool, access } = outside
  const bell = bells.get(api) ?? createBell()
  const byId = new Map(oppslag.map((one) => [one.oppslag.id, one]))
  metrics.slots(api, config.maksSamtidigeOppslag)

  return supervisedLoop(parts, `api:${api}`, async (signals, beat) => {
    const breaker = await openBreaker(parts, api)
    const save = inOrder(log, 'state of the API not saved')
    // A pause of the holder before us is over: we have not met it.
    save(() => saveApiState(pool, api, null))
    await resolve(
      {
        next: (limit) => nextLookUps(pool, [...byId.keys()], limit),
        lookUp: metrics.timingLookUps(api, async (nokkel: VentendeOppslag, signal: AbortSignal) => {
          const fulgt = byId.get(nokkel.oppslag)
          if (!fulgt) throw new Error(`${nokkel.oppslag} is not among the oppslag of ${api}`)
          return lookUp(access, fulgt.oppslag, fulgt.scope, fulgt.rettighetspakke, nokkel, signal)
        }),
        settle: async (batch) => {
          const settled = await settle(pool, batch, config.bekreftIngenDataEtterMs)
          metrics.settled(api, callsOf(batch), settled)
        },
        breaker,
        isAccepted: async () => (await loadBreaker(pool, api)) === 'accepted',
        onPause: (pause) => save(() => saveApiState(pool, api, pause)),
        bell,
        beat,
        now: () => performance.now(),
        log,
      },
      { api, slots: config.maksSamtidigeOppslag, idleMs: IDLE_MS },
      signals,
    )
  })
}

/** Writes one after the other, so that the last is the one that stays. A write that fails is only logged. */
function inOrder(log: Log, message: string): (write: () => Promise<void>) => void {
  let written = Promise.resolve()
  return (write) => {
    written = written.then(write).catch((error: unknown) => log.warn({ error }, message))
  }
}

async function openBreaker(
  { config, outside: { pool }, log }: LoopParts,
  api: string,
): Promise<Breaker> {
  const save = inOrder(log, 'breaker not saved')
  return createBreaker(
    { percent: config.bryterProsent, count: config.bryterAntall },
    await loadBreaker(pool, api),
    (state) => {
      if (state === 'tripped') log.error({ api }, 'wave of deletions: none of them is stored')
      else log.info({ api }, 'wave of deletions is over')
      save(() => saveBreaker(pool, api, state))
    },
  )
}
