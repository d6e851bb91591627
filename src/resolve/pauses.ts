/**
 * Whom of an API's konsumenter calls may be made for now, and how many.
 *
 * in:   how each call ended, and for whom it was made
 * out:  slots; and who has been paused, or may be called for again
 *
 * A fault of the API as a whole pauses it for all of them. One of a konsument's rights (it has taken
 * its delegation back, or never gave it) pauses that konsument alone, and so does a run of faults in
 * its look-ups while others are answered: the others go on.
 */
import type { Fault } from '../domain/errors.ts'
import { afterAnswer, afterFault, type ApiState, OPEN, slotsAt } from './api-state.ts'

export type Pauses = {
  /** Calls that may be in flight, over all konsumenter. 0: none before `msToNext` milliseconds. */
  readonly slots: (now: number) => number
  readonly msToNext: (now: number) => number
  /** How many of them may be for this konsument. */
  readonly slotsFor: (konsument: string, now: number) => number
  /** Of how many of its nøkler there is use: none while it is paused, one while it is probed. */
  readonly roomFor: (konsument: string, now: number) => number
  /** @returns who may be called for again since this answer; none when nobody was paused */
  readonly noteAnswer: (konsument: string) => Resumed
  /** @returns null when this fault has paused nobody */
  readonly noteFault: (
    konsument: string,
    fault: Fault,
    now: number,
    chance: number,
  ) => Paused | null
  /** Ends a konsument's own pause. */
  readonly forgive: (konsument: string) => Resumed
}

export type Resumed = {
  readonly konsumenter: readonly string[]
  /** Pauses in a row that were before it. */
  readonly pauses: number
}

export type Paused = Resumed & {
  /** Null: all of them, by a fault of the API. */
  readonly konsument: string | null
  readonly waitMs: number
}

/** @param slots calls in flight at most, over all konsumenter */
export function createPauses(konsumenter: readonly string[], slots: number): Pauses {
  let api = OPEN
  const own = new Map(konsumenter.map((konsument) => [konsument, OPEN]))
  const stateOf = (konsument: string): ApiState => own.get(konsument) ?? OPEN
  const notPaused = (): string[] => konsumenter.filter((one) => stateOf(one).pauses === 0)

  function slotsFor(konsument: string, now: number): number {
    return Math.min(slotsAt(api, slots, now), slotsAt(stateOf(konsument), slots, now))
  }

  function forgive(konsument: string): Resumed {
    const { pauses } = stateOf(konsument)
    own.set(konsument, OPEN)
    return { konsumenter: pauses > 0 && api.pauses === 0 ? [konsument] : [], pauses }
  }

  return {
    slots(now) {
      const free = konsumenter.reduce((sum, konsument) => sum + slotsFor(konsument, now), 0)
      return Math.min(free, slotsAt(api, slots, now))
    },
    msToNext(now) {
      const first = Math.min(...konsumenter.map((one) => stateOf(one).pausedUntil))
      return Math.max(api.pausedUntil, first) - now
    },
    slotsFor,
    roomFor(konsument, now) {
      const its = slotsAt(stateOf(konsument), slots, now)
      return its === slots ? Infinity : its
    },
    forgive,
    noteAnswer(konsument) {
      const { pauses } = api
      api = afterAnswer()
      const its = forgive(konsument)
      return pauses > 0 ? { konsumenter: notPaused(), pauses } : its
    },
    noteFault(konsument, fault, now, chance) {
      const before = { api, own: stateOf(konsument) }
      if (fault.disposition !== 'pause konsument') {
        api = afterFault(api, fault, now, chance)
        if (api.pauses > before.api.pauses) {
          const waitMs = api.pausedUntil - now
          return { konsument: null, konsumenter: notPaused(), waitMs, pauses: api.pauses }
        }
        // What the API as a whole is paused for tells nothing of a konsument.
        if (api.pauses > 0) return null
      }
      const after = afterFault(before.own, fault, now, chance)
      own.set(konsument, after)
      if (after.pauses <= before.own.pauses) return null
      const waitMs = after.pausedUntil - now
      return { konsument, konsumenter: [konsument], waitMs, pauses: after.pauses }
    },
  }
}
