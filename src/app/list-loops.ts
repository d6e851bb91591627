/** What runs for one hendelsesliste: the follower, and the re-read of the overlap below its posisjon. */
import { ConfigError, Fault } from '../domain/errors.ts'
import { type Sekvensnummer, sekvensnummer } from '../domain/ids.ts'
import { onBehalfOf } from '../domain/konsument.ts'
import { type BeyondDeps, whatLiesBeyond } from '../follow/beyond.ts'
import { type FollowerDeps, follow } from '../follow/follower.ts'
import { rereadOverlap } from '../follow/overlap.ts'
import type { ExpectedKilde } from '../follow/source.ts'
import { strangerWatch } from '../follow/strangers.ts'
import type { LeasedLoop } from '../operate/lease-keeper.ts'
import { createSchedule } from '../operate/schedule.ts'
import { readSide, readStart } from '../skatteetaten/event-page.ts'
import {
  createPosisjon,
  loadPosisjon,
  noteAtEnd,
  noteGap,
  noteHead,
  noteOverlapRead,
  noteReadingFault,
  type Posisjon,
} from '../store/position.ts'
import { isStored, lastStored } from '../store/stored-events.ts'
import { keyOf, readingDeps } from './reading.ts'
import { type LoopParts, plannedLoop, supervisedLoop } from './supervised.ts'
import type { Outside } from './outside.ts'

export function followerLoop(parts: LoopParts, kilde: ExpectedKilde): LeasedLoop {
  const { outside, orders, log } = parts
  const { lesPlan } = kilde.fulgt
  const { pool } = outside
  const key = keyOf(kilde)
  // Once per start, however often the loop starts again or the lease comes back.
  const noteStrangers = strangerWatch(
    { count: (persons) => parts.metrics.strangersSeen(key.liste, persons), log },
    { ...key, miljoe: parts.config.miljoe },
  )

  return supervisedLoop(parts, `liste:${key.konsument}:${key.liste}`, async (signals, beat) => {
    const plan = createSchedule(lesPlan, parts.bells.liste(key.liste, key.konsument))
    const reading = readingDeps(parts, kilde)
    const deps: FollowerDeps = {
      ...reading,
      storePage: async (fra, neste, hendelser, isShort) => {
        const stored = await reading.storePage(fra, neste, hendelser, isShort)
        if (stored !== null && neste > fra) noteStrangers(hendelser)
        return stored
      },
      begin: async (signal) =>
        orders.isPaused('liste', key.liste, key.konsument) ? null : begin(outside, kilde, signal),
      whatLiesBeyond: (question, signal) =>
        whatLiesBeyond(beyondDeps(parts, kilde), question, signal),
      noteAtEnd: (askedMsAgo) => noteAtEnd(pool, key, askedMsAgo),
      noteFault: (feil) => noteReadingFault(pool, key, feil),
      noteGap: (feil) => noteGap(pool, key, feil),
      nextReading: async (signal) => {
        beat(plan.msToNext())
        await plan.next(signal)
      },
      beat,
      now: () => performance.now(),
      log,
    }
    try {
      // A page that is dropped half-way is asked for again: nothing of it is stored.
      await follow(
        deps,
        { ...key, antall: parts.config.sideAntall },
        AbortSignal.any([signals.stop, signals.abort]),
      )
    } finally {
      plan.end()
    }
  })
}

export function overlapLoop(parts: LoopParts, kilde: ExpectedKilde): LeasedLoop {
  const { config, log } = parts
  const { konsument, liste } = keyOf(kilde)
  const deps = {
    ...readingDeps(parts, kilde),
    noteOverlapRead: (from: Sekvensnummer, to: Sekvensnummer) =>
      noteOverlapRead(parts.outside.pool, keyOf(kilde), from, to),
    log,
  }
  const options = { konsument, liste, numbers: config.overlappSekvensnumre }
  const name = `overlapp:${konsument}:${liste}`
  return plannedLoop(parts, name, config.overlappPlan, async (signal) => {
    try {
      await rereadOverlap(deps, options, signal)
    } catch (error) {
      // The follower meets the same fault, and waits for its end.
      if (!signal.aborted && !(error instanceof Fault)) throw error
    }
  })
}

function beyondDeps({ outside }: LoopParts, kilde: ExpectedKilde): BeyondDeps {
  const { pool, access } = outside
  const { fulgt } = kilde
  const { liste } = fulgt
  const key = keyOf(kilde)
  return {
    readPage: (fra, antall, signal) => readSide(access, liste, fulgt, fra, antall, signal),
    async startOf(daysAgo, signal) {
      const number = await readStart(access, liste, fulgt, dayBefore(daysAgo), signal)
      if (number !== null) await noteHead(pool, key, number)
      return number
    },
    lastStored: () => lastStored(pool, key),
    isStored: (hendelse) => isStored(pool, key, hendelse),
  }
}

/** A date in UTC: never in the future for those who are east of it, as Norway is. */
function dayBefore(daysAgo: number): string {
  return new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
}

/** The first posisjon of a list; null when it has no events from STARTDATO on yet. */
async function begin(
  { pool, access }: Outside,
  expected: ExpectedKilde,
  signal: AbortSignal,
): Promise<Posisjon | null> {
  const { fulgt, kilde } = expected
  const { liste, startdato } = fulgt
  const key = keyOf(expected)
  if (startdato === null) {
    throw new ConfigError([
      `${liste.id}${onBehalfOf(fulgt.konsument)}: its posisjon is gone from the database, and there is no STARTDATO`,
    ])
  }
  const first =
    startdato === '0' ? sekvensnummer(1n) : await readStart(access, liste, fulgt, startdato, signal)
  if (first === null) return null
  await createPosisjon(pool, key, { neste: first, kilde, startdato })
  return loadPosisjon(pool, key)
}
