/**
 * What Postgres knows, read for whoever asks and kept for a while.
 *
 * in:   a function that reads it, however long that takes
 * out:  the last that was read, and whether Postgres answers
 *
 * Nobody waits long: Prometheus would give up, and then the metrics that need no Postgres would be
 * missing too. Reading takes at most a fiftieth of the time, however much there is to read.
 */
import { sleep } from '../../lib/abort.ts'
import type { StoredStatus } from '../../store/status.ts'
import type { DatabaseFault } from './status.ts'

export type StatusReading = {
  /** The last that could be read; null before the first. */
  readonly stored: StoredStatus | null
  /** Null when it could be read when it was last tried. */
  readonly fault: DatabaseFault | null
}

export type StatusReader = () => Promise<StatusReading>

const KEEP_MS = 5_000
const MAX_KEEP_MS = 5 * 60_000
const COST_FACTOR = 50
const WAIT_MS = 2_000

export type StatusReaderDeps = {
  readonly load: () => Promise<StoredStatus>
  /** What an error of the database means, and what to do about it. */
  readonly advice: (error: unknown) => string
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  /** Milliseconds since 1970. */
  readonly date: () => number
}

export function createStatusReader({ load, advice, now, date }: StatusReaderDeps): StatusReader {
  let stored: StoredStatus | null = null
  let fault: DatabaseFault | null = null
  let keptUntil = -Infinity
  let reading: Promise<void> | undefined

  async function read(): Promise<void> {
    const began = now()
    try {
      stored = await load()
      fault = null
      const costMs = now() - began
      keptUntil = now() + Math.min(Math.max(KEEP_MS, costMs * COST_FACTOR), MAX_KEEP_MS)
    } catch (error) {
      fault = { sinceMs: fault?.sinceMs ?? date(), advice: advice(error) }
      keptUntil = now() + KEEP_MS
    }
  }

  return async () => {
    if (now() >= keptUntil) {
      reading ??= read().finally(() => {
        reading = undefined
      })
      const done = new AbortController()
      await Promise.race([reading, sleep(WAIT_MS, done.signal)])
      done.abort()
    }
    return { stored, fault }
  }
}
