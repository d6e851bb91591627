/** A loop that starts again when it fails: half a daemon is worse than none, and nobody notices it. */
import { sleep } from './abort.ts'
import { backoffMs } from './backoff.ts'

/** Before chance: 1 s, 2 s, 4 s, ... 30 s, 30 s. */
const WAITS = { firstMs: 1_000, maxMs: 30_000 }

/** A loop that has run this long was well: its next failure is the first again. */
const WELL_MS = 60_000

/**
 * Runs `loop` until it resolves or `signal` aborts; never rejects.
 *
 * @param onFailure told of each failure, with the wait before the next start in milliseconds
 */
export async function supervise(
  loop: () => Promise<void>,
  onFailure: (error: unknown, failures: number, waitMs: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const started = performance.now()
    try {
      return await loop()
    } catch (error) {
      if (signal.aborted) return
      failures = performance.now() - started > WELL_MS ? 1 : failures + 1
      const waitMs = backoffMs(failures, WAITS, Math.random())
      onFailure(error, failures, waitMs)
      await sleep(waitMs, signal)
    }
  }
}
