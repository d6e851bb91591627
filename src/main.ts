#!/usr/bin/env node
/**
 * The process: command line, signals, exit codes. The only file that touches `process`.
 *
 * Exit codes: 0 stopped as told, or the check went well; 1 wrong settings, a database or posisjon
 * that forbids to start, or the check failed; 2 wrong command line.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import packageJson from '../package.json' with { type: 'json' }
import { runCheck } from './app/check.ts'
import { runDaemon } from './app/daemon.ts'
import { runResume } from './app/resume.ts'
import { type Config, type ConfigDeps, printConfig, readConfig } from './config/config.ts'
import { ConfigError } from './domain/errors.ts'
import { loadKatalog } from './katalog/katalog.ts'
import { sleep } from './lib/abort.ts'
import { createLog, describeError } from './operate/log.ts'
import { planProblem } from './operate/schedule.ts'

const HELP = `hendelsesfolger ${packageJson.version}
${packageJson.description}.

Usage: hendelsesfolger [COMMAND] [OPTION]

Commands
  run      follow the lists until SIGTERM (default)
  check    read the settings, reach Postgres, get a token for each scope, read one event of each
           list, and say what was found; looks nothing up
  resume --api NAME --accept-deletions
           store the wave of deletions or "no data" for which that API was stopped

Options
  --print-config   print the settings in effect, secrets masked
  --help           print this
  --version        print the version

Settings are environment variables: README.md lists them.

Exit codes
  0   stopped as told, or the command went well
  1   wrong settings, a database or posisjon that forbids to start, or the command failed
  2   wrong command line`

const OK = 0
const WRONG = 1
const USAGE = 2

type Command =
  | { readonly name: 'run' | 'check' | 'print-config' | 'help' | 'version' }
  | { readonly name: 'resume'; readonly api: string }

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** @throws Error with what is wrong about the command line */
function commandOf(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'print-config': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
      api: { type: 'string' },
      'accept-deletions': { type: 'boolean' },
    },
  })
  if (values.help) return { name: 'help' }
  if (values.version) return { name: 'version' }
  if (values['print-config']) return { name: 'print-config' }
  const [name = 'run', ...rest] = positionals
  if (rest.length > 0) throw new Error(`there is no command "${positionals.join(' ')}"`)
  switch (name) {
    case 'run':
    case 'check':
      return { name }
    case 'resume':
      if (!values.api || !values['accept-deletions']) {
        throw new Error('resume needs --api NAME and --accept-deletions')
      }
      return { name, api: values.api }
    default:
      throw new Error(`there is no command "${name}"`)
  }
}

const configDeps: ConfigDeps = {
  readFile: (path) => readFileSync(path, 'utf8'),
  loadKatalog,
  planProblem,
  today: new Date().toISOString().slice(0, 10),
}

async function main(): Promise<number> {
  let command: Command
  try {
    command = commandOf(process.argv.slice(2))
  } catch (error) {
    complain(`${error instanceof Error ? error.message : String(error)}\nTry --help`)
    return USAGE
  }
  switch (command.name) {
    case 'help':
      print(HELP)
      return OK
    case 'version':
      print(packageJson.version)
      return OK
    case 'print-config':
      print(printConfig(process.env, configDeps))
      return OK
    case 'check':
      return check(readConfig(process.env, configDeps))
    case 'resume': {
      const config = readConfig(process.env, configDeps)
      return (await runResume(config, command.api, print)) ? OK : WRONG
    }
    case 'run':
      return run(readConfig(process.env, configDeps))
  }
}

async function check(config: Config): Promise<number> {
  const stop = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort())
  const log = createLog('silent', () => undefined)
  return (await runCheck(config, log, print, stop.signal)) ? OK : WRONG
}

/**
 * The first SIGTERM or SIGINT finishes the work in hand, the second drops everything. When the time
 * for finishing is nearly over the calls in flight are dropped too: whatever was in hand still waits
 * in Postgres, so ending at any moment loses nothing (P11).
 */
async function run(config: Config): Promise<number> {
  const log = createLog(config.logLevel, (line) => process.stdout.write(line))
  const stop = new AbortController()
  const abort = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(OK)
      log.info({ signal }, 'stopping: finishing the work in hand')
      stop.abort()
      void endBy(config.shutdownTimeoutMs, abort)
    })
  }
  await runDaemon(config, log, { stop: stop.signal, abort: abort.signal })
  return OK
}

async function endBy(timeoutMs: number, abort: AbortController): Promise<void> {
  const never = new AbortController().signal
  await sleep(timeoutMs * 0.7, never)
  abort.abort()
  await sleep(timeoutMs * 0.2, never)
  process.exit(OK)
}

/** P12. Node would print an error with its message and all its fields: Postgres' name the row. */
function crash(error: unknown): never {
  complain(JSON.stringify({ level: 'fatal', msg: 'crashed', error: describeError(error) }))
  process.exit(WRONG)
}

process.on('uncaughtException', crash)
process.on('unhandledRejection', crash)

try {
  // Sockets that are kept alive must not keep the process.
  process.exit(await main())
} catch (error) {
  if (!(error instanceof ConfigError)) crash(error)
  complain(error.message)
  process.exit(WRONG)
}
