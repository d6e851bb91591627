/** A loop that starts again when it fails: half a daemon is worse than none, and nobody notices it. */
import { sleep } from './abort.ts'
import { backoffMs } from './backoff.ts'

/** Before chance: 1 s, 2 s, 4 s, ... 30 s, 30 s. */
const WAITS = { firstMs: 1_000, maxMs: 30_000 }

/** A loop that has run this long is well: its next failure is the first again. */
const WELL_MS = 60_000

export type Supervisor = {
  /** Told of each failure, with the wait before the next start in milliseconds. */
  readonly onFailure: (error: unknown, failures: number, waitMs: number) => void
  /** Told, after failures, when the loop has ended as it should or has run for `wellMs`. */
  readonly onRecovery: (failures: number) => void
  readonly wellMs?: number
}

/** Runs `loop` until it resolves or `signal` aborts; never rejects. */
export async function supervise(
  loop: () => Promise<void>,
  { onFailure, onRecovery, wellMs = WELL_MS }: Supervisor,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0
  function noteWell(): void {
    if (failures > 0 && !signal.aborted) onRecovery(failures)
    failures = 0
  }

  while (!signal.aborted) {
    const ended = new AbortController()
    void sleep(wellMs, AbortSignal.any([signal, ended.signal])).then(() => {
      if (!ended.signal.aborted) noteWell()
    })
    try {
      await loop().finally(() => ended.abort())
      return noteWell()
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      const waitMs = backoffMs(failures, WAITS, Math.random())
      onFailure(error, failures, waitMs)
      await sleep(waitMs, signal)
    }
  }
}
