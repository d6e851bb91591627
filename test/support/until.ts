/** Waiting for what the world shows. */
import { setTimeout as delay } from 'node:timers/promises'

const LOOK_EVERY_MS = 20

/** A wait in vain must end, or the test's processes would outlive it. */
const GIVE_UP_AFTER_MS = 150_000

/** Resolves when `holds` does; rejects when it never does. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const started = performance.now()
  while (!(await holds())) {
    if (performance.now() - started > GIVE_UP_AFTER_MS)
      throw new Error(`never came true: ${holds.toString()}`)
    await delay(LOOK_EVERY_MS)
  }
}
