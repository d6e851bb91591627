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

/** How often it is looked whether a time has passed unseen, as when the clock jumps; and how late that is. */
const SECOND_NET = { everyMs: 3_600_000, lateMs: 60_000 }

/** @returns what is wrong with a cron expression of five fields, or six with seconds; null when it is right */
export function planProblem(plan: string): string | null {
  const { valid, errors } = validateDetailed(plan)
  return valid ? null : errors.map(({ message }) => message).join('; ')
}

/** The plan's next time, without jitter. */
export function nextRun(plan: string): Date {
  const [next] = createTask(plan, () => undefined, { timezone: TIMEZONE }).getNextRuns(1)
  if (!next) throw new Error(`the plan ${plan} has no next time`)
  return next
}

/**
 * @param bell rung from outside when it is time whatever the plan says
 * @param now milliseconds since 1970
 */
export function createSchedule(
  plan: string,
  bell: Bell = createBell(),
  { everyMs, lateMs } = SECOND_NET,
  now: () => number = Date.now,
): Schedule {
  const jitter = jitterMs(plan)
  const task = schedule(plan, bell.ring, {
    timezone: TIMEZONE,
    maxRandomDelay: jitter,
    suppressMissedWarning: true,
    unref: true,
  })
  return {
    async next(signal) {
      const planned = task.getNextRuns(1)[0]?.getTime() ?? Infinity
      while (!signal.aborted) {
        const isTime = await bell.wait(everyMs, signal)
        if (isTime || now() > planned + jitter + lateMs) return
      }
    },
    msToNext: () => (task.msToNext() ?? 0) + jitter,
    end: () => void task.destroy(),
  }
}

/** Runs looked through at most for the longest time between two: eight days of every minute. */
const MAX_RUNS = 12_000

/** @returns the longest time between two runs of the plan, weekends and nights included, in milliseconds */
export function longestGapMs(plan: string): number {
  const fields = plan.trim().split(/\s+/)
  const isAlikeFrom = (field: number): boolean => fields.slice(field).every((its) => its === '*')
  const horizonMs = isAlikeFrom(-5) ? 2 * 60_000 : isAlikeFrom(-4) ? 2 * 3_600_000 : 8 * 86_400_000
  const task = createTask(plan, () => undefined, { timezone: TIMEZONE })
  for (let count = 60; ; count *= 4) {
    const runs = task.getNextRuns(Math.min(count, MAX_RUNS)).map((run) => run.getTime())
    const last = runs.at(-1) ?? 0
    if (last - (runs[0] ?? 0) < horizonMs && count < MAX_RUNS) continue
    return runs.reduce((gap, run, at) => Math.max(gap, run - (runs[at - 1] ?? run)), 0)
  }
}

function jitterMs(plan: string): number {
  const [first, second] = createTask(plan, () => undefined, { timezone: TIMEZONE }).getNextRuns(2)
  if (!first || !second) return 0
  return Math.min((second.getTime() - first.getTime()) * JITTER, MAX_JITTER_MS)
}
