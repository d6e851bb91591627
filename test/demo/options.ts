/** The command line of the demo. */
import { parseArgs } from 'node:util'

export const HELP = `Usage: npm run demo -- [options]

Starts a Postgres of its own, a simulated Skatteetaten with synthetic events, and hendelsesfolger;
shows it catching up and what it has put in its tables, then goes on following until Ctrl-C.
Nothing is left behind.

  --until-caught-up  end when the tables have been compared with the simulator's truth
  --hendelser N      events to catch up with, over all lists (3000)
  --port N           port of the daemon's probes; 0 is any free one (8080)
  --help             this text

Exit codes
  0    stopped by Ctrl-C, or caught up and right with --until-caught-up
  1    it could not start, the daemon ended by itself, or the tables are wrong
  2    wrong command line
  130  stopped by Ctrl-C before it had caught up, with --until-caught-up
`

export type Options = {
  readonly untilCaughtUp: boolean
  readonly hendelser: number
  readonly port: number
  readonly help: boolean
}

/** @throws where an option is unknown or its value is of the wrong kind */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'until-caught-up': { type: 'boolean', default: false },
      hendelser: { type: 'string', default: '3000' },
      port: { type: 'string', default: '8080' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  return {
    untilCaughtUp: values['until-caught-up'],
    hendelser: wholeNumber('hendelser', values.hendelser, 10, 100_000),
    port: wholeNumber('port', values.port, 0, 65_535),
    help: values.help,
  }
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new Error(`--${name}=${text}: must be a whole number from ${min} to ${max}`)
}
