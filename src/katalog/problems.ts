/**
 * What is wrong with an entry of KATALOG_FIL, each problem in one line: where, what was expected,
 * what was found. Values are quoted, shortened: the katalog holds no personal data.
 */
import { didYouMean } from '../lib/nearest.ts'
import { field, isObject } from './plain.ts'

export type Path = readonly PropertyKey[]

/**
 * What we use of a schema's issue. `keys`: the names that an object has and should not. `hint`: more
 * than the schema knows, to end the line with.
 */
export type Issue = {
  readonly path: Path
  readonly message: string
  readonly keys?: readonly string[]
  readonly hint?: string
}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
const LONGEST_SHOWN = 100

/** `$.oppslag["mva-melding"].svar[0].kode` */
export function pathText(path: Path): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    return PLAIN_NAME.test(String(step)) ? `.${String(step)}` : `[${JSON.stringify(step)}]`
  })
  return `$${steps.join('')}`
}

export function expectedAt(path: Path, expected: string, got: unknown): string {
  return `${pathText(path)}: expected ${expected}, got ${shown(got)}`
}

/**
 * @param path where in the file the entry stands
 * @param entry what the issue is about, whole
 * @param others correct entries of the same kind: they tell which names belong where
 */
export function issueProblems(
  path: Path,
  entry: unknown,
  others: readonly unknown[],
  issue: Issue,
): readonly string[] {
  const here = [...path, ...issue.path]
  if (issue.keys !== undefined) {
    const known = namesAt(others, issue.path)
    return issue.keys.map((key) => unknownName([...here, key], key, known))
  }
  const text = expectedAt(here, inOurWords(issue.message), valueAt(entry, issue.path))
  return [`${text}${issue.hint ?? ''}`]
}

export function unknownName(path: Path, name: string, known: readonly string[]): string {
  const hint = didYouMean(name, known) || `, only ${known.join(', ')}`
  return `${pathText(path)}: there is no such field here${hint}`
}

/** zod says `Invalid input: expected string, received null`; our schema's own messages stay. */
function inOurWords(message: string): string {
  return message.replace(/^[^:]*: expected /, '').replace(/, received .*$/, '')
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((inner, step) => {
    return Array.isArray(inner) ? inner[Number(step)] : field(inner, String(step))
  }, value)
}

/** The names of the fields that any of the entries has at that place; any place in a list counts. */
function namesAt(entries: readonly unknown[], path: Path): readonly string[] {
  const there = path.reduce<readonly unknown[]>((found, step) => {
    return found.flatMap((value) => (Array.isArray(value) ? value : [field(value, String(step))]))
  }, entries)
  return [...new Set(there.filter(isObject).flatMap((value) => Object.keys(value)))]
}
