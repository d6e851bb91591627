/** `npm run torture`: machines that try to break the promises. `-- --help` tells the options. */
import { HELP, type Options, readOptions } from './options.ts'
import { torture } from './torture.ts'

const HELD = 0
const BROKEN = 1
const USAGE = 2

async function main(): Promise<number> {
  let options: Options | null
  try {
    options = readOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`torture: ${messageOf(error)}\nTry --help\n`)
    return USAGE
  }
  if (options === null) {
    process.stdout.write(HELP)
    return HELD
  }
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(name, () => stop.abort())
  const violations = await torture(options, print, stop.signal)
  if (violations.length === 0) {
    print('\nEvery promise held.')
    return HELD
  }
  print(`\n${violations.length} violations, with --seed ${options.seed}:`)
  for (const violation of violations) print(violation)
  return BROKEN
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

try {
  process.exit(await main())
} catch (error) {
  process.stderr.write(`torture: ${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(BROKEN)
}
