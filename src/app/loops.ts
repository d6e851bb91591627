/** The loops: a follower for each hendelsesliste, a resolver for each API, retention. */
import type { Config, FulgtListe, FulgtOppslag } from '../config/config.ts'
import { ConfigError } from '../domain/errors.ts'
import { type Sekvensnummer, sekvensnummer } from '../domain/ids.ts'
import { type FollowerDeps, follow } from '../follow/follower.ts'
import type { ExpectedKilde } from '../follow/source.ts'
import { type Bell, createBell } from '../lib/bell.ts'
import type { Log } from '../lib/log.ts'
import { supervise } from '../lib/supervise.ts'
import type { LeasedLoop } from '../operate/lease-keeper.ts'
import { createSchedule } from '../operate/schedule.ts'
import { resolve } from '../resolve/resolver.ts'
import { readSide, readStart } from '../skatteetaten/event-page.ts'
import { lookUp } from '../skatteetaten/look-up.ts'
import { nextLookUps } from '../store/next-look-ups.ts'
import { createPosisjon, loadPosisjon, noteAtEnd, noteReadingFault } from '../store/position.ts'
import { deleteOldEndringer, deleteOldHendelser } from '../store/retention.ts'
import { settle } from '../store/settle.ts'
import { storePage } from '../store/store-page.ts'
import { allOppslag, expectedKilder } from './followed.ts'
import type { Outside } from './outside.ts'

/** `stop`: finish the work in hand and return. `abort`: drop it. */
export type Signals = { readonly stop: AbortSignal; readonly abort: AbortSignal }

/** How often a resolver looks for work that another replica's follower has stored, in milliseconds. */
const IDLE_MS = 1_000

/** Once a day, when Norway sleeps. */
const RETENTION_PLAN = '17 3 * * *'

export function allLoops(config: Config, outside: Outside, log: Log): readonly LeasedLoop[] {
  const apis = Map.groupBy(allOppslag(config), ({ oppslag }) => oppslag.vert)
  const bells = new Map([...apis.keys()].map((api) => [api, createBell()]))
  const kilder = expectedKilder(config)
  return [
    ...kilder.map((kilde) => followerLoop(config, outside, log, kilde, bells)),
    ...[...apis].map(([api, oppslag]) =>
      resolverLoop(config, outside, log, { api, oppslag, bell: bells.get(api) ?? createBell() }),
    ),
    retentionLoop(config, outside, log),
  ]
}

/** A loop that starts again when it fails, with growing waits. */
function loop(name: string, log: Log, run: (signals: Signals) => Promise<void>): LeasedLoop {
  return {
    name,
    run: ({ stop, abort }) =>
      supervise(
        () => run({ stop, abort }),
        (error, failures, waitMs) =>
          log.error({ loop: name, error, failures, waitMs }, 'loop failed'),
        AbortSignal.any([stop, abort]),
      ),
  }
}

function followerLoop(
  config: Config,
  outside: Outside,
  log: Log,
  { konsument, fulgt, kilde }: ExpectedKilde,
  bells: ReadonlyMap<string, Bell>,
): LeasedLoop {
  const { pool, access } = outside
  const { liste, scope } = fulgt
  const key = { konsument, liste: liste.id }
  const targets = fulgt.oppslag.map(({ oppslag }) => ({
    id: oppslag.id,
    harPeriode: oppslag.periode !== 'ingen',
  }))

  return loop(`liste:${konsument}:${liste.id}`, log, async ({ stop, abort }) => {
    const plan = createSchedule(fulgt.lesPlan)
    const deps: FollowerDeps = {
      loadPosisjon: () => loadPosisjon(pool, key),
      begin: (signal) => begin(outside, fulgt, { ...key, kilde }, signal),
      readPage: (fra, signal) => readSide(access, liste, scope, fra, config.sideAntall, signal),
      storePage: (fra, neste, hendelser) =>
        storePage(pool, { ...key, fra, neste, hendelser, oppslag: targets }),
      noteAtEnd: (askedMsAgo) => noteAtEnd(pool, key, askedMsAgo),
      noteFault: (feil) => noteReadingFault(pool, key, feil),
      nextReading: plan.next,
      onQueued: () => {
        for (const { oppslag } of fulgt.oppslag) bells.get(oppslag.vert)?.ring()
      },
      now: () => performance.now(),
      log,
    }
    try {
      // A page that is dropped half-way is asked for again: nothing of it is stored.
      await follow(deps, { liste: liste.id }, AbortSignal.any([stop, abort]))
    } finally {
      plan.end()
    }
  })
}

/** The first posisjon of a list; null when it has no events from STARTDATO on yet. */
async function begin(
  { pool, access }: Outside,
  { liste, scope, startdato }: FulgtListe,
  { kilde, ...key }: { konsument: string; liste: string; kilde: ExpectedKilde['kilde'] },
  signal: AbortSignal,
): Promise<Sekvensnummer | null> {
  if (startdato === null) {
    throw new ConfigError([
      `${liste.id}: its posisjon is gone from the database, and there is no STARTDATO`,
    ])
  }
  const first =
    startdato === '0' ? sekvensnummer(1n) : await readStart(access, liste, scope, startdato, signal)
  if (first === null) return null
  await createPosisjon(pool, key, { neste: first, kilde, startdato })
  return loadPosisjon(pool, key)
}

function resolverLoop(
  config: Config,
  { pool, access }: Outside,
  log: Log,
  { api, oppslag, bell }: { api: string; oppslag: readonly FulgtOppslag[]; bell: Bell },
): LeasedLoop {
  const byId = new Map(oppslag.map((one) => [one.oppslag.id, one]))
  return loop(`api:${api}`, log, (signals) =>
    resolve(
      {
        next: (limit) => nextLookUps(pool, [...byId.keys()], limit),
        lookUp: (nokkel, signal) => {
          const fulgt = byId.get(nokkel.oppslag)
          if (!fulgt) throw new Error(`${nokkel.oppslag} is not among the oppslag of ${api}`)
          return lookUp(access, fulgt.oppslag, fulgt.scope, fulgt.rettighetspakke, nokkel, signal)
        },
        settle: (batch) => settle(pool, batch, config.bekreftIngenDataEtterMs),
        bell,
        now: () => performance.now(),
        log,
      },
      { api, slots: config.maksSamtidigeOppslag, idleMs: IDLE_MS },
      signals,
    ),
  )
}

function retentionLoop(config: Config, { pool }: Outside, log: Log): LeasedLoop {
  return loop('retention', log, async ({ stop, abort }) => {
    const signal = AbortSignal.any([stop, abort])
    const plan = createSchedule(RETENTION_PLAN)
    try {
      while (!signal.aborted) {
        await plan.next(signal)
        if (signal.aborted) break
        const hendelser = await deleteOldHendelser(pool, config.hendelserBeholdesDager, signal)
        const endringer = await deleteOldEndringer(pool, config.endringerBeholdesDager, signal)
        log.info({ deleted: { hendelser, endringer } }, 'old rows deleted')
      }
    } finally {
      plan.end()
    }
  })
}
