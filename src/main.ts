#!/usr/bin/env node
/**
 * The process: command line, signals, exit codes. The only file that touches `process`.
 *
 * Exit codes: 0 stopped as told, or the check went well; 1 wrong settings, a database or posisjon
 * that forbids to start, or the check failed; 2 wrong command line.
 */
import packageJson from '../package.json' with { type: 'json' }
import { type Run, UsageError } from './app/commands/command.ts'
import { type Common, commandsHelp, readCommandLine } from './app/commands/index.ts'
import { configDeps } from './app/config-deps.ts'
import { runDaemon } from './app/daemon.ts'
import { type Config, printConfig, readConfig } from './config/config.ts'
import { ConfigError } from './domain/errors.ts'
import { sleep } from './lib/abort.ts'
import { createLog, describeError } from './operate/log.ts'

const HELP = `hendelsesfolger ${packageJson.version}
${packageJson.description}.

Usage: hendelsesfolger [COMMAND] [OPTIONS]

Commands
${commandsHelp()}

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

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}

async function main(): Promise<number> {
  let wanted: Common | Run
  try {
    wanted = readCommandLine(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    complain(`${error.message}\nTry --help`)
    return USAGE
  }
  switch (wanted) {
    case 'help':
      print(HELP)
      return OK
    case 'version':
      print(packageJson.version)
      return OK
    case 'print-config':
      print(printConfig(process.env, configDeps))
      return OK
    case 'run':
      return run(readConfig(process.env, configDeps))
    default: {
      const stop = new AbortController()
      for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort())
      const config = readConfig(process.env, configDeps)
      return (await wanted({
        config,
        version: packageJson.version,
        print,
        complain,
        signal: stop.signal,
      }))
        ? OK
        : WRONG
    }
  }
}

/**
 * The first SIGTERM or SIGINT finishes the work in hand, the second drops everything. When the time
 * for finishing is nearly over the calls in flight are dropped too: whatever was in hand still waits
 * in Postgres, so ending at any moment loses nothing (P11).
 */
async function run(config: Config): Promise<number> {
  const { logLevel: level, logFormat: format } = config
  const log = createLog({ level, format }, (line) => process.stdout.write(line))
  crashed = (error) => log.error({ error }, 'crashed')
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
  await runDaemon(config, packageJson.version, log, { stop: stop.signal, abort: abort.signal })
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
let crashed = (error: unknown): void => {
  complain(JSON.stringify({ level: 'error', msg: 'crashed', error: describeError(error) }))
}

function crash(error: unknown): never {
  crashed(error)
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
