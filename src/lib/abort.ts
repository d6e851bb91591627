/** Waiting that can be stopped. Every wait in the program is one of these. */
import { setTimeout as delay } from 'node:timers/promises'

/** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined)
}

/** Resolves when `signal` aborts. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/**
 * Calls `expire` after `ms`, unless the function returned is called before. For the busiest path: an
 * `AbortSignal.timeout` is an event target and two weak references, and costs several times as much.
 */
export function deadline(ms: number, expire: () => void): () => void {
  const timer = setTimeout(expire, ms)
  return () => clearTimeout(timer)
}
