import { sleep } from '../../src/lib/abort.ts'

const EVERY_MS = 100

/**
 * Looks again and again until `signal` aborts; what Postgres can't tell now, it can later.
 *
 * @throws the last error when not one look succeeded
 */
export async function again(signal: AbortSignal, look: () => Promise<void>): Promise<void> {
  let succeeded = false
  let failure: unknown
  while (!signal.aborted) {
    try {
      await look()
      succeeded = true
    } catch (error) {
      failure = error
    }
    await sleep(EVERY_MS, signal)
  }
  if (!succeeded && failure !== undefined) throw failure
}
