/**
 * `npm run demo`: hendelsesfolger following a simulated Skatteetaten, for all to see.
 *
 * However it ends, by Ctrl-C too, the daemon and Postgres are stopped and their files removed.
 */
import type { Ended } from '../support/daemon.ts'
import { differencesFromTruth } from '../support/truth.ts'
import { keepFollowing, untilCaughtUp } from './follow-along.ts'
import { HELP, type Options, readOptions } from './options.ts'
import { invite, report } from './report.ts'
import { setStage, type Stage } from './stage.ts'
import { counted } from './table.ts'
import { createTerminal, type Terminal } from './terminal.ts'

const OK = 0
const WRONG = 1
const USAGE = 2
const INTERRUPTED = 130

/** This share of the events comes when the rest is stored: only then is there data to change. */
const LATER = 0.2

async function main(): Promise<number> {
  let options: Options
  try {
    options = readOptions(process.argv.slice(2))
  } catch (error) {
    return complain(`${messageOf(error)}\nTry --help`, USAGE)
  }
  if (options.help) {
    process.stdout.write(HELP)
    return OK
  }

  const terminal = createTerminal(process.stdout)
  const stop = new AbortController()
  stop.signal.addEventListener('abort', () => terminal.say('\nStopping the daemon and Postgres'))
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort())
  // Nobody reads on: `npm run demo | head`, or a terminal that was closed.
  process.stdout.on('error', () => stop.abort())
  try {
    await run(options, terminal, stop.signal)
    return OK
  } catch (error) {
    if (stop.signal.aborted) return options.untilCaughtUp ? INTERRUPTED : OK
    return complain(messageOf(error), WRONG)
  }
}

async function run(options: Options, terminal: Terminal, stop: AbortSignal): Promise<void> {
  await using closing = new AsyncDisposableStack()
  const later = Math.round(options.hendelser * LATER)
  const stage = await setStage(
    { hendelser: options.hendelser - later, port: options.port },
    terminal,
    closing,
    stop,
  )
  const gone = new AbortController()
  void stage.daemon.ended.then((ended) => gone.abort(new Error(lastWords(ended))))
  const over = AbortSignal.any([stop, gone.signal])

  await catchUp(stage, later, terminal, over)
  await report(stage, terminal)
  if (options.untilCaughtUp) return
  invite(stage, terminal)
  terminal.heading('Following: a few new events come each second. Ctrl-C ends it')
  await keepFollowing(stage, terminal, over)
}

/** @throws when the tables differ from the truth */
async function catchUp(
  stage: Stage,
  later: number,
  terminal: Terminal,
  over: AbortSignal,
): Promise<void> {
  const { heading, say } = terminal
  const started = performance.now()
  heading('Catching up')
  await untilCaughtUp(stage, terminal, over)
  stage.addMore(later)
  say(`  ${counted(later, 'event')} more: changes, deletions, data that comes back`)
  await untilCaughtUp(stage, terminal, over)
  const seconds = (performance.now() - started) / 1_000

  const differences = await differencesFromTruth(stage.pool, stage.simulator)
  if (differences.length > 0) {
    throw new Error(`the tables differ from the simulator's truth:\n${differences.join('\n')}`)
  }
  say(`  Caught up in ${seconds.toFixed(1)} s: the tables equal the simulator's truth`)
}

function lastWords({ code, output }: Ended): string {
  const how = code === null ? 'killed' : `with exit code ${code}`
  const lines = output.split('\n').slice(-10)
  return `the daemon ended by itself, ${how}. The last it said:\n${lines.join('\n')}`
}

function complain(text: string, code: number): number {
  process.stderr.write(`demo: ${text}\n`)
  return code
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

// Sockets that are kept alive must not keep the process.
process.exit(await main())
