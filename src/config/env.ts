/**
 * Reads settings from the environment, one at a time, and goes on after a wrong one.
 *
 * in:   the environment and the files that NAME_FILE variables name
 * out:  values, the problems met, and what was read as text with secrets masked
 *
 * Two promises:
 *   1. A method returns undefined only after it has noted a problem.
 *   2. No problem and no shown text has a secret in it.
 */
import type { Secret } from '../domain/client-key.ts'
import { withoutLastLineEnd } from '../lib/latest-text.ts'
import type { Setting } from './setting.ts'

/** `shown` is what --print-config prints; without it the text itself, or *** for a secret. */
export type Parsed<T> =
  { readonly value: T; readonly shown?: string } | { readonly problem: string }

/** @param file the path of the file that the text is from; null: it is from the variable itself */
export type Parse<T> = (text: string, setting: Setting, file: string | null) => Parsed<T>

/** A secret as it is, with where it was read: to be read anew when its file has changed. */
export function secret(
  text: string,
  { name }: Setting,
  file: string | null,
): { readonly value: Secret } {
  return { value: { setting: name, text, file } }
}

export type ReadFile = (path: string, encoding?: Setting['encoding']) => string

export type Env = Readonly<Record<string, string | undefined>>

/** `name` is the variable where it is not the setting's own name: STARTDATO__SKATTEOPPGJOER. */
export type Reader = {
  /** The value or the default; where there is neither, that is a problem. */
  readonly value: <T>(setting: string, parse: Parse<T>, name?: string) => T | undefined
  /** The value or the default; null where there is neither. */
  readonly optional: <T>(setting: string, parse: Parse<T>, name?: string) => T | null | undefined
  /** Whether the variable, or its _FILE, has a text. An empty text is the same as none. */
  readonly isSet: (name: string) => boolean
  /** The text of a file that a setting names, without its last line end. */
  readonly file: (path: string) => Parsed<string>
  /** Adds a problem that is not of one setting alone. */
  readonly note: (problem: string) => void
  /** Says what applies where it was worked out and not read. */
  readonly show: (setting: string, text: string, name?: string) => void
  /** The names of all variables that are set. */
  readonly names: readonly string[]
  readonly problems: () => readonly string[]
  /** `NAME=value`, in the order of the settings. */
  readonly shown: () => readonly string[]
}

export function reader(settings: readonly Setting[], env: Env, readFile: ReadFile): Reader {
  const problems = new Set<string>()
  const shown = new Map<string, { readonly place: number; readonly text: string }>()

  function settingOf(name: string): Setting {
    const setting = settings.find((one) => one.name === name)
    if (setting === undefined) throw new Error(`${name} is not in the table of settings`)
    return setting
  }

  function show(setting: string, text: string, name = setting): void {
    shown.set(name, { place: settings.indexOf(settingOf(setting)), text })
  }

  function isSet(name: string): boolean {
    return textOf(env, name) !== null || textOf(env, `${name}_FILE`) !== null
  }

  type Content = { readonly text: string; readonly file: string | null }

  function contentOf(setting: Setting, name: string): Content | null | undefined {
    const text = textOf(env, name)
    const path = textOf(env, `${name}_FILE`)
    if (path === null) return text === null ? null : { text, file: null }
    if (text !== null) {
      problems.add(`${name} and ${name}_FILE are both set: leave out one of them`)
      return undefined
    }
    const content = tryToRead(readFile, path, setting.encoding)
    if ('value' in content && content.value !== '') return { text: content.value, file: path }
    const problem = 'problem' in content ? content.problem : 'the file is empty'
    // What does not look like a path may be the secret itself, in the wrong variable.
    const isShown = !setting.secret || path.startsWith('/')
    problems.add(`${name}_FILE${isShown ? `=${quoted(path)}` : ''}: ${problem}`)
    return undefined
  }

  function optional<T>(settingName: string, parse: Parse<T>, name = settingName) {
    const setting = settingOf(settingName)
    const content = contentOf(setting, name)
    if (content === undefined) return undefined
    const untrimmed = content?.text ?? setting.default
    if (untrimmed === null) return null
    const text = setting.secret ? untrimmed : untrimmed.trim()

    const parsed = parse(text, setting, content?.file ?? null)
    if ('problem' in parsed) {
      problems.add(`${name}${setting.secret ? '' : `=${quoted(text)}`}: ${parsed.problem}`)
      return undefined
    }
    show(settingName, parsed.shown ?? (setting.secret ? '***' : text), name)
    return parsed.value
  }

  function value<T>(settingName: string, parse: Parse<T>, name = settingName): T | undefined {
    const found = optional(settingName, parse, name)
    if (found !== null) return found
    problems.add(`${name} is not set: must be ${settingOf(settingName).form}`)
    return undefined
  }

  return {
    value,
    optional,
    isSet,
    file: (path) => tryToRead(readFile, path),
    note: (problem) => void problems.add(problem),
    show,
    names: Object.keys(env).filter((name) => textOf(env, name) !== null),
    problems: () => [...problems],
    shown: () =>
      [...shown]
        .toSorted(([a, one], [b, other]) => one.place - other.place || (a < b ? -1 : 1))
        .map(([name, { text }]) => `${name}=${text}`),
  }
}

function textOf(env: Env, name: string): string | null {
  const text = env[name]
  return text === undefined || text.trim() === '' ? null : text
}

/** Reads a file, a text without its last line end. The system's own message would repeat the path. */
function tryToRead(
  readFile: ReadFile,
  path: string,
  encoding?: Setting['encoding'],
): Parsed<string> {
  try {
    const content = readFile(path, encoding)
    return { value: encoding === undefined ? withoutLastLineEnd(content) : content }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    return { problem: `cannot be read${code}` }
  }
}

/**
 * A value for a message, as far as it can be shown: what is long may be a key in the wrong place,
 * eleven digits an identifikator, and what stands before @ a password.
 */
export function quoted(text: string): string {
  if (text.length > 100) return '***'
  const masked = text.replace(/^[^]*@/, '***@').replaceAll(/\d{11,}/g, '***')
  return JSON.stringify(masked).slice(1, -1)
}

/** Whether every field was read. A field that may be missing is null, not undefined. */
export function isComplete<T extends object>(
  fields: T,
): fields is T & { readonly [Field in keyof T]: Exclude<T[Field], undefined> } {
  return Object.values(fields).every((field) => field !== undefined)
}
