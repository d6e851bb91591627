/** What `hendelsesfolger resume` does: an operator accepts a wave of deletions (P8). */
import { acceptDeletions, stoppedApis } from '../../store/breaker.ts'
import { createPool } from '../../store/pool.ts'
import { type Call, type Command, noWords, requiredText, UsageError } from './command.ts'

const USAGE = '--api NAME --accept-deletions'

export const resumeCommand: Command = {
  name: 'resume',
  usage: USAGE,
  about: ['store the wave of deletions or "no data" for which that API was stopped'],
  options: { api: { type: 'string' }, 'accept-deletions': { type: 'boolean' } },
  parse: (given) => {
    noWords(given)
    const api = requiredText(given, 'api', USAGE)
    if (given.values['accept-deletions'] !== true) {
      throw new UsageError(`--accept-deletions is missing: ${USAGE}`)
    }
    return (call) => resume(call, api)
  },
}

/** @returns whether the API was stopped, and goes on now */
async function resume({ config, print }: Call, api: string): Promise<boolean> {
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
