/**
 * When an answer is sent: after the latency that is set, and not before the holds on it are
 * released. What it says was decided when the call arrived, so a slow answer can be a stale one.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { matches, type Kall, type Match } from './match.ts'
import { createRandom, type Random } from './random.ts'

/** Milliseconds; a range is drawn from evenly. */
export type Latency = number | { readonly min: number; readonly max: number }

export type Hold = {
  /** Resolves when the first call is held. */
  readonly reached: Promise<void>
  /** Lets the held calls go, and holds no more. */
  readonly release: () => void
}

export type Delays = {
  /** Applies to every list and oppslag, or to the calls that match; the newest setting wins. */
  readonly setLatency: (latency: Latency, match?: Match) => void
  /** Keeps every matching call without its answer until it is released. */
  readonly hold: (match: Match) => Hold
  readonly releaseAll: () => void
  /** Undefined: send at once. */
  readonly before: (kall: Kall) => Promise<void> | undefined
}

type HeldCalls = Hold & { readonly match: Match; readonly take: () => Promise<void> }

export function createDelays(seed: number, latency: Latency): Delays {
  const random = createRandom(seed)
  const settings: { latency: Latency; match: Match }[] = [{ latency, match: {} }]
  const holds = new Set<HeldCalls>()

  function latencyOf(kall: Kall): number {
    if (kall.kind === 'token' || kall.kind === 'annet') return 0
    return drawn(random, settings.find(({ match }) => matches(match, kall))?.latency ?? 0)
  }

  return {
    setLatency(changed, match) {
      if (match === undefined) settings.splice(0, settings.length, { latency: changed, match: {} })
      else settings.unshift({ latency: changed, match })
    },
    hold(match) {
      const hold = createHold(match, () => holds.delete(hold))
      holds.add(hold)
      return hold
    },
    releaseAll() {
      for (const hold of holds) hold.release()
    },
    before(kall) {
      const ms = latencyOf(kall)
      for (const hold of holds) if (matches(hold.match, kall)) return hold.take()
      // Not a reason to stay alive: the server is that as long as it is open.
      return ms > 0 ? delay(ms, undefined, { ref: false }) : undefined
    },
  }
}

function createHold(match: Match, remove: () => void): HeldCalls {
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  return {
    match,
    reached: reached.promise,
    take() {
      reached.resolve()
      return released.promise
    },
    release() {
      remove()
      released.resolve()
    },
  }
}

function drawn(random: Random, latency: Latency): number {
  if (typeof latency === 'number') return latency
  return latency.min + random() * (latency.max - latency.min)
}
