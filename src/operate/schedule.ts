/** When to do what is done again and again: cron expressions, with jitter so that replicas and lists don't all ask at once. */
import { createTask, schedule, validateDetailed } from 'node-cron'
import { type Bell, createBell } from '../lib/bell.ts'

export type Schedule = {
  /** Resolves at the next time of the plan, at once if one has passed unseen, or when `signal` aborts. */
  readonly next: (signal: AbortSignal) => Promise<void>
  /** Milliseconds to the next time, jitter included. */
  readonly msToNext: () => number
  readonly end: () => void
}

/** Plans are in Norwegian time, as those who write them are. */
const TIMEZONE = 'Europe/Oslo'

/** A tenth of the time between two runs, at most: a plan of every minute starts within 6 s of it. */
const JITTER = 0.1
const MAX_JITTER_MS = 60_000

/** Longer than any wait, in case the clock jumps: the timer is only a second net. */
const RECHECK_MS = 3_600_000

/** @returns what is wrong with a cron expression of five fields, or six with seconds; null when it is right */
export function planProblem(plan: string): string | null {
  const { valid, errors } = validateDetailed(plan)
  return valid ? null : errors.map(({ message }) => message).join('; ')
}

/** @param bell rung from outside when it is time whatever the plan says */
export function createSchedule(plan: string, bell: Bell = createBell()): Schedule {
  const jitter = jitterMs(plan)
  const task = schedule(plan, bell.ring, {
    timezone: TIMEZONE,
    maxRandomDelay: jitter,
    suppressMissedWarning: true,
    unref: true,
  })
  return {
    next: (signal) => bell.wait(RECHECK_MS, signal),
    msToNext: () => (task.msToNext() ?? 0) + jitter,
    end: () => void task.destroy(),
  }
}

function jitterMs(plan: string): number {
  const [first, second] = createTask(plan, () => undefined, { timezone: TIMEZONE }).getNextRuns(2)
  if (!first || !second) return 0
  return Math.min((second.getTime() - first.getTime()) * JITTER, MAX_JITTER_MS)
}
