/** The commands of the command line: adding one is a file beside this one and a line here. */
import { parseArgs } from 'node:util'
import { checkCommand } from './check.ts'
import { type Command, type Run, UsageError } from './command.ts'
import { lookupCommand } from './lookup.ts'
import { pauseCommand, resumeCommand } from './pause.ts'
import { exportCommand, forgetCommand, refCommand } from './person.ts'
import { readerAddCommand, readerListCommand, readerRemoveCommand } from './reader.ts'
import { rereadCommand } from './reread.ts'
import { restoredCommand } from './restored.ts'
import { retryCommand } from './retry.ts'
import { rolesCommand } from './roles.ts'
import { setPositionCommand } from './set-position.ts'
import { statusCommand } from './status.ts'
import { verifyCommand } from './verify.ts'
import { watchAddCommand, watchImportCommand } from './watch-add.ts'
import { watchListCommand } from './watch-list.ts'
import { watchRemoveCommand } from './watch-remove.ts'

const COMMANDS: readonly Command[] = [
  checkCommand,
  statusCommand,
  watchAddCommand,
  watchImportCommand,
  watchRemoveCommand,
  watchListCommand,
  pauseCommand,
  resumeCommand,
  retryCommand,
  lookupCommand,
  rereadCommand,
  verifyCommand,
  setPositionCommand,
  restoredCommand,
  exportCommand,
  forgetCommand,
  refCommand,
  rolesCommand,
  readerAddCommand,
  readerRemoveCommand,
  readerListCommand,
]

/** Those of every call; they stand alone. */
export type Common = 'run' | 'print-config' | 'help' | 'version'

/**
 * What a command line asks for.
 *
 * @throws UsageError with what is wrong about it
 */
export function readCommandLine(args: readonly string[]): Common | Run {
  const command = COMMANDS.find(({ name }) => startsWith(args, name.split(' ')))
  const { values, positionals } = parse(args, command)
  for (const name of ['help', 'version', 'print-config'] as const) {
    if (values[name] === true) return name
  }
  if (command !== undefined) {
    return command.parse({ values, words: positionals.slice(command.name.split(' ').length) })
  }
  const [name = 'run', ...others] = positionals
  if (name === 'run' && others.length === 0) return 'run'
  throw new UsageError(`there is no command "${positionals.join(' ')}"`)
}

function startsWith(args: readonly string[], words: readonly string[]): boolean {
  return words.every((word, at) => args[at] === word)
}

function parse(args: readonly string[], command: Command | undefined) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...command?.options,
        'print-config': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** The commands as --help shows them. */
export function commandsHelp(): string {
  const entries = [
    { name: 'run', usage: '', about: ['follow the lists until SIGTERM (default)'] },
    ...COMMANDS,
  ]
  return entries
    .map(({ name, usage, about }) => {
      const call = [name, usage].filter((part) => part !== '').join(' ')
      return [`  ${call}`, ...about.map((line) => `      ${line}`)].join('\n')
    })
    .join('\n')
}
