/** The command line of the torture. */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

export const HELP = `Usage: npm run torture -- [options]

Follows a simulated Skatteetaten with one or more daemons while processes are killed, frozen and
stopped, connections cut, Postgres crashed and the APIs put out of order; then lets everything heal
and says which promises of README.md were broken, if any.

  --kills N             kill -9 so many times (100)
  --replicas N          daemons side by side, 1 to 9 (1)
  --postgres-crashes N  crash Postgres so many times (0)
  --seconds N           break things for no longer than that (until all of it is done)
  --seed N              what is random is drawn from this (another one each time)
  --database-url URL    a Postgres server where a database can be made (one of its own)
  --help                this text

The same seed breaks the same things in the same order with the same waits. When exactly a fault
meets a process or a connection is up to the machine, so run a failing seed more than once.

Exit codes: 0 every promise held, 1 one was broken, 2 wrong command line.
`

export type Options = {
  readonly kills: number
  readonly replicas: number
  readonly postgresCrashes: number
  /** Null: until all kills and crashes are done. */
  readonly seconds: number | null
  readonly seed: number
  /** Undefined: an embedded server, which can be crashed. */
  readonly databaseUrl?: string | undefined
}

/**
 * @returns null when help was asked for
 * @throws Error with what is wrong about the command line
 */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: '100' },
      replicas: { type: 'string', default: '1' },
      'postgres-crashes': { type: 'string', default: '0' },
      seconds: { type: 'string' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      'database-url': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return null
  const postgresCrashes = wholeNumber('postgres-crashes', values['postgres-crashes'], 0, 100_000)
  const databaseUrl = values['database-url']
  if (databaseUrl !== undefined && postgresCrashes > 0) {
    throw new Error('--postgres-crashes needs the Postgres of its own: leave --database-url out')
  }
  return {
    kills: wholeNumber('kills', values.kills, 0, 1_000_000),
    replicas: wholeNumber('replicas', values.replicas, 1, 9),
    postgresCrashes,
    seconds:
      values.seconds === undefined ? null : wholeNumber('seconds', values.seconds, 1, 1_000_000),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
    databaseUrl,
  }
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new Error(`--${name}=${text}: must be a whole number from ${min} to ${max}`)
}
