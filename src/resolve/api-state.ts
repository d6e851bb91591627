/**
 * Whether an API takes calls, for all or for one konsument: all slots, one probe, or none until a time.
 *
 * in:   how each call ended
 * out:  how many calls may be in flight
 *
 * Pure: time and chance are arguments. A fault of the API as a whole pauses it; when the wait is
 * over one probe finds out whether it is over (half-open). So is a run of server errors without a
 * single answer between them: a million nøkler must not spend their tries on one outage.
 */
import type { Fault } from '../domain/errors.ts'
import { backoffMs } from '../lib/backoff.ts'

/** Before chance: 1 s, 2 s, 4 s, ... 32 s, 40 s, 40 s: when the API is back, so are we within a minute. */
const PAUSES = { firstMs: 1_000, maxMs: 40_000 }

/** So many failures of single nøkler in a row are the API's own. */
const RUN_OF_FAULTS = 20

export type ApiState = {
  /** Pauses in a row; 0 when the last call was answered. */
  readonly pauses: number
  /** Failures of single nøkler since the last answer. */
  readonly faults: number
  /** No call before this time, in milliseconds of the caller's clock. */
  readonly pausedUntil: number
}

export const OPEN: ApiState = { pauses: 0, faults: 0, pausedUntil: 0 }

/** Calls that may be in flight at `now`. */
export function slotsAt(state: ApiState, slots: number, now: number): number {
  if (now < state.pausedUntil) return 0
  return state.pauses > 0 ? 1 : slots
}

/** The API has answered, be it with data, a deletion or "no data". */
export function afterAnswer(): ApiState {
  return OPEN
}

/** @param chance from 0 up to 1, normally Math.random() */
export function afterFault(state: ApiState, fault: Fault, now: number, chance: number): ApiState {
  switch (fault.disposition) {
    case 'park':
      // The API has judged this nøkkel: it works.
      return OPEN
    case 'retry':
      if (state.pauses > 0 || state.faults + 1 >= RUN_OF_FAULTS) break
      return { ...state, faults: state.faults + 1 }
    case 'pause':
    case 'pause konsument':
      break
  }
  // The other calls that were in flight when the pause began tell nothing new.
  if (now < state.pausedUntil) return state
  const pauses = state.pauses + 1
  const waitMs = Math.max(backoffMs(pauses, PAUSES, chance), fault.retryAfterMs ?? 0)
  return { pauses, faults: 0, pausedUntil: now + waitMs }
}
