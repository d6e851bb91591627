/** What follows a failed look-up, when the fault is the nøkkel's own. Pure: no clock, no chance of its own. */
import type { Fault } from '../domain/errors.ts'
import { backoffMs } from '../lib/backoff.ts'

/**
 * Before chance: 15 s, 30 s, 1 min, ... 2 h 8 min, 4 h, 4 h; the twelfth and last try comes within
 * 14 hours of the first, so that a night's outage of what lies behind the API parks nothing.
 */
const DELAYS = { firstMs: 15_000, maxMs: 4 * 3_600_000 }
const MAX_TRIES = 12

/** A nøkkel that met a fault of the whole API: others are asked about first, in case it is the cause. */
const STEP_ASIDE_MS = 60_000

export type NextStep =
  | { readonly kind: 'put off'; readonly delayMs: number; readonly costsTry: boolean }
  | { readonly kind: 'parked' }

/**
 * @param tries that failed before this one
 * @param chance from 0 up to 1, normally Math.random()
 */
export function nextStep(fault: Fault, tries: number, chance: number): NextStep {
  switch (fault.disposition) {
    case 'pause':
    case 'pause konsument':
      return { kind: 'put off', delayMs: STEP_ASIDE_MS, costsTry: false }
    case 'park':
      return { kind: 'parked' }
    case 'retry': {
      if (tries + 1 >= MAX_TRIES) return { kind: 'parked' }
      const delayMs = backoffMs(tries + 1, DELAYS, chance)
      return {
        kind: 'put off',
        delayMs: Math.max(delayMs, fault.retryAfterMs ?? 0),
        costsTry: true,
      }
    }
  }
}
