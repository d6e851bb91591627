/** What `hendelsesfolger resume` does: an operator accepts a wave of deletions (P8). */
import type { Config } from '../config/config.ts'
import { acceptDeletions, stoppedApis } from '../store/breaker.ts'
import { createPool } from '../store/pool.ts'

/** @returns whether the API was stopped, and goes on now */
export async function runResume(
  config: Config,
  api: string,
  print: (line: string) => void,
): Promise<boolean> {
  const { connection } = config.database
  const pool = createPool({ connection, max: 1, onIdleError: () => undefined })
  try {
    if (await acceptDeletions(pool, api)) {
      print(`${api}: its deletions are accepted and will be stored`)
      return true
    }
    const stopped = await stoppedApis(pool)
    print(
      `${api} is not stopped. ${stopped.length === 0 ? 'No API is' : `These are: ${stopped.join(', ')}`}`,
    )
    return false
  } finally {
    await pool.end()
  }
}
