/**
 * Who is overdue: loops that have not been heard of for longer than any wait that they announced.
 *
 * The process can be well and a loop hang for ever in it (a promise that nobody settles); restarting
 * is the cure for that, and for nothing else. So `/isalive` asks this and nothing outside (P13).
 */

export type Watchdog = {
  /** The loop is alive, and is heard of again within `ms` if it is well. */
  readonly beat: (loop: string, ms: number) => void
  /** The loop has ended. */
  readonly forget: (loop: string) => void
  /** Names of the loops that should have been heard of. */
  readonly overdue: () => readonly string[]
}

/** Longer than any single statement or call with all its time limits, added to each announced wait. */
const GRACE_MS = 5 * 60_000

/** @param now milliseconds of a clock that only goes forward */
export function createWatchdog(now: () => number): Watchdog {
  const due = new Map<string, number>()
  return {
    beat: (loop, ms) => void due.set(loop, now() + Math.max(ms, 0) + GRACE_MS),
    forget: (loop) => void due.delete(loop),
    overdue: () => [...due].filter(([, at]) => now() > at).map(([loop]) => loop),
  }
}
