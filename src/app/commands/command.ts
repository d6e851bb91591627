/** What a command of the command line is: how it is called, what it says of itself, what it does. */
import type { ParseArgsOptionsConfig } from 'node:util'
import type { Config } from '../../config/config.ts'

export type Command = {
  /** One or two words, such as `check` or `watch import`. */
  readonly name: string
  /** What follows the name: `--api NAME --accept-deletions`. */
  readonly usage: string
  /** For --help, one line each. */
  readonly about: readonly string[]
  readonly options: ParseArgsOptionsConfig
  /**
   * Reads what was given, before any setting is read.
   *
   * @throws UsageError with what is wrong about it
   */
  readonly parse: (given: Given) => Run
}

export type Given = {
  readonly values: Readonly<
    Record<string, string | boolean | readonly (string | boolean)[] | undefined>
  >
  /** What follows the command's name and is no option. */
  readonly words: readonly string[]
}

/** @returns whether it went well */
export type Run = (call: Call) => Promise<boolean>

export type Call = {
  readonly config: Config
  /** The program's. */
  readonly version: string
  readonly print: (line: string) => void
  /** To standard error: what is not the command's result. */
  readonly complain: (line: string) => void
  /** Aborts when the process is told to end. */
  readonly signal: AbortSignal
}

export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** @throws UsageError where there is none */
export function requiredText({ values }: Given, option: string, usage: string): string {
  const value = values[option]
  if (typeof value === 'string' && value !== '') return value
  throw new UsageError(`--${option} is missing: ${usage}`)
}

/** @throws UsageError where there are any */
export function noWords({ words }: Given): void {
  if (words.length > 0) throw new UsageError(`"${words.join(' ')}" is one word too many`)
}
