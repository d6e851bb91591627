/** What runs for one API: its resolver, or one for each konsument, with the breakers' state kept in Postgres. */
import type { VentendeOppslag } from '../domain/nokkel.ts'
import type { Log } from '../lib/log.ts'
import type { LeasedLoop } from '../operate/lease-keeper.ts'
import { createRefs, tellSettled } from '../operate/look-up-lines.ts'
import { type Breaker, createBreaker } from '../resolve/breaker.ts'
import { resolve } from '../resolve/resolver.ts'
import { lookUp } from '../skatteetaten/look-up.ts'
import { saveApiState } from '../store/api-state.ts'
import { loadBreakers, saveBreaker } from '../store/breaker.ts'
import { nextLookUps } from '../store/next-look-ups.ts'
import { loadRefKey } from '../store/person.ts'
import { callsOf } from '../store/settle.ts'
import { sharersOf } from './bells.ts'
import type { KonsumentsOppslag } from './followed.ts'
import { settleAll } from './settle-all.ts'
import { type LoopParts, supervisedLoop } from './supervised.ts'

/** How often a resolver looks for work that another replica's follower has stored, in milliseconds. */
const IDLE_MS = 1_000

/**
 * One lease, whoever shares the slots: that is what keeps the calls at five (P6), also while
 * SAMTIDIGHET_PER is changed in one replica after the other.
 *
 * @param oppslag those of the API, of all konsumenter
 */
export function resolverLoop(
  parts: LoopParts,
  api: string,
  oppslag: readonly KonsumentsOppslag[],
): LeasedLoop {
  const sharing = Map.groupBy(oppslag, ({ konsument }) => sharersOf(parts.config, konsument))
  parts.metrics.slots(api, parts.config.maksSamtidigeOppslag * sharing.size)
  const loops = [...sharing].map(([sharers, its]) => sharersLoop(parts, api, sharers, its))
  return {
    name: `api:${api}`,
    run: async (signals) => {
      await Promise.all(loops.map(({ run }) => run(signals)))
    },
  }
}

/** Looks up for those who share the API's slots. */
function sharersLoop(
  parts: LoopParts,
  api: string,
  sharers: string,
  oppslag: readonly KonsumentsOppslag[],
): LeasedLoop {
  const { config, outside, orders, log, metrics } = parts
  const { pool, access } = outside
  const byKonsument = Map.groupBy(oppslag, ({ konsument }) => konsument)
  const konsumenter = [...byKonsument.keys()]
  const name = sharers === 'alle' ? `api:${api}` : `api:${api}:${sharers}`
  const idsOf = (konsument: string): readonly string[] =>
    byKonsument.get(konsument)?.map((one) => one.oppslag.id) ?? []

  return supervisedLoop(parts, name, async (signals, beat) => {
    const breakers = await openBreakers(parts, api, konsumenter)
    const refOf = createRefs(await loadRefKey(pool))
    const save = inOrder(log, 'state of the API not saved')
    // A pause of the holder before us is over: we have not met it.
    save(() => saveApiState(pool, api, konsumenter, null))
    await resolve(
      {
        next: (turns, wanted) =>
          nextLookUps(
            pool,
            turns.map((turn) => ({ ...turn, oppslag: idsOf(turn.konsument) })),
            wanted,
          ),
        lookUp: metrics.timingLookUps(api, async (nokkel: VentendeOppslag, signal: AbortSignal) => {
          const its = byKonsument.get(nokkel.konsument)
          const fulgt = its?.find((one) => one.oppslag.id === nokkel.oppslag)
          if (!fulgt) throw new Error(`${nokkel.oppslag} is not among the oppslag of ${api}`)
          return lookUp(access, fulgt.oppslag, fulgt.scope, fulgt.rettighetspakke, nokkel, signal)
        }),
        settle: async (batch) => {
          const settled = await settleAll(pool, batch, config, log)
          metrics.settled(api, callsOf(batch), settled)
          tellSettled(log, refOf, batch)
        },
        breakers,
        accepted: async () => {
          const stored = await loadBreakers(pool, api)
          return new Set(konsumenter.filter((one) => stored.get(one) === 'accepted'))
        },
        onPause: (whom, pause) => save(() => saveApiState(pool, api, whom, pause)),
        isPaused: (konsument) => orders.isPaused('api', api, konsument),
        bell: parts.bells.api(api, konsumenter[0] ?? sharers),
        beat,
        now: () => performance.now(),
        log,
      },
      { api, konsumenter, slots: config.maksSamtidigeOppslag, idleMs: IDLE_MS },
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

async function openBreakers(
  { config, outside: { pool }, log }: LoopParts,
  api: string,
  konsumenter: readonly string[],
): Promise<ReadonlyMap<string, Breaker>> {
  const save = inOrder(log, 'breaker not saved')
  const stored = await loadBreakers(pool, api)
  const open = (konsument: string): Breaker =>
    createBreaker(
      { percent: config.bryterProsent, count: config.bryterAntall },
      stored.get(konsument) ?? 'closed',
      (state) => {
        const about = { api, konsument }
        if (state === 'tripped') log.error(about, 'wave of deletions: none of them is stored')
        else log.info(about, 'wave of deletions is over')
        save(() => saveBreaker(pool, api, konsument, state))
      },
    )
  return new Map(konsumenter.map((konsument) => [konsument, open(konsument)]))
}
