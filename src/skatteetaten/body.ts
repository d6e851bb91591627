/**
 * JSON bodies, read so that no number is rounded, nothing overflows the stack, and no message
 * quotes what was read.
 */
import { fitsNumeric, MAX_DEPTH, survey, type Survey } from './jsonb.ts'

// Node 24 has these; TypeScript's library does not know them yet.
declare global {
  interface JSON {
    rawJSON(text: string): RawJson
    isRawJSON(value: unknown): value is RawJson
  }
}

/** A number as it was written. JSON.stringify writes it so again. */
export type RawJson = { readonly rawJSON: string }

export type Parsed =
  | { readonly kind: 'json'; readonly value: unknown; readonly survey: Survey }
  | { readonly kind: 'too_deep' }
  | { readonly kind: 'not_json' }

/** Numbers come rounded as JavaScript has them: good for seeing what a body is, not for keeping it. */
export function parseJson(text: string): Parsed {
  return parse(text, (json) => JSON.parse(json))
}

/**
 * Like parseJson, but a number that JavaScript would write otherwise than the API did (beyond 2^53,
 * `1.0`, `1e3`) comes as RawJson, and one that Postgres can't hold as a string of its digits.
 */
export function parseExactJson(text: string): Parsed {
  // Most pages need no reviver, which takes five times as long as the parsing itself.
  return parse(text, (json, { hasInexactNumber }) =>
    hasInexactNumber ? JSON.parse(json, exact) : JSON.parse(json),
  )
}

function exact(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value
  const source = context?.source ?? String(value)
  if (String(value) === source) return value
  return fitsNumeric(source) ? JSON.rawJSON(source) : source
}

function parse(text: string, read: (json: string, found: Survey) => unknown): Parsed {
  const found = survey(text)
  if (found.depth > MAX_DEPTH) return { kind: 'too_deep' }
  try {
    return { kind: 'json', value: read(text, found), survey: found }
  } catch {
    // The parser's own message quotes the body.
    return { kind: 'not_json' }
  }
}

/** An object as JSON has them: not null, not an array, not a number that was kept as written. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value)
  )
}

/** What a value is, for messages that must not say which. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (JSON.isRawJSON(value)) return 'a number'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** "text/html, 512 characters": what may be said of a body that is not what it should be. */
export function describeBody(body: {
  readonly contentType: string
  readonly text: string
}): string {
  const [mediaType] = /^[\w.+-]{1,40}\/[\w.+-]{1,40}/.exec(body.contentType) ?? ['no media type']
  return `${mediaType}, ${body.text.length} characters`
}

const FEILKODE = /^[A-Z]{1,30}-\d{3}$/

/** The error object's own fields (om/feil.md). `melding` and `korrelasjonsid` are not read. */
const ERROR_FIELDS = new Set(['kode', 'melding', 'korrelasjonsid'])

/** The `kode` of an error body; undefined for any other body. */
export function feilkode(text: string): string | undefined {
  const parsed = parseJson(text)
  if (parsed.kind !== 'json' || !isObject(parsed.value)) return undefined
  const { kode } = parsed.value
  return typeof kode === 'string' && FEILKODE.test(kode) ? kode : undefined
}

/** Whether a body is the error object and nothing more, whatever status it came with. */
export function isErrorObject(value: Readonly<Record<string, unknown>>): boolean {
  return 'kode' in value && Object.keys(value).every((field) => ERROR_FIELDS.has(field))
}
