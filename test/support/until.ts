/** Waiting for what the world shows. A test that waits in vain ends by its own timeout. */
import { setTimeout as delay } from 'node:timers/promises'

const LOOK_EVERY_MS = 20

/** Resolves when `holds` does. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(LOOK_EVERY_MS)
}
