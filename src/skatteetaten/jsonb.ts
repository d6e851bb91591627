/**
 * What Postgres can't hold as jsonb or text, found before Postgres sees it (tried on 15 and 18):
 * numbers outside `numeric`, U+0000, lone surrogates, and nesting without end.
 */

/** Deeper than anything the APIs document, and far from where a recursive reader gives up. */
export const MAX_DEPTH = 64

export type Survey = {
  /** How deep objects and arrays are nested; 0 for a bare value. */
  readonly depth: number
  /** Whether a number is written otherwise than JavaScript would write it: 2^53 + 1, `1.0`, `1e3`. */
  readonly hasInexactNumber: boolean
  /** Whether a number is outside `numeric`. */
  readonly hasHugeNumber: boolean
}

/** Reads JSON text in one pass, without parsing it. Says nothing of use about other text. */
export function survey(json: string): Survey {
  let depth = 0
  let open = 0
  let hasInexactNumber = false
  let hasHugeNumber = false
  for (let at = 0; at < json.length; at++) {
    const character = json.charAt(at)
    if (character === '"') {
      at = endOfString(json, at)
    } else if (character === '{' || character === '[') {
      open += 1
      depth = Math.max(depth, open)
    } else if (character === '}' || character === ']') {
      open -= 1
    } else if (character === '-' || (character >= '0' && character <= '9')) {
      const number = numberAt(json, at)
      at += number.length - 1
      if (PLAIN_NUMBER.test(number)) continue
      hasInexactNumber ||= String(Number(number)) !== number
      hasHugeNumber ||= !fitsNumeric(number)
    }
  }
  return { depth, hasInexactNumber, hasHugeNumber }
}

/** Where the string that starts at `start` has its last quote; the text's end if it has none. */
function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf('"', end + 1)
  return end === -1 ? json.length : end
}

function isEscaped(json: string, quote: number): boolean {
  let before = quote
  while (json.charAt(before - 1) === '\\') before -= 1
  return (quote - before) % 2 === 1
}

/** Nearly all numbers: whole, and small enough to be exact. */
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d{0,14})$/

const NUMBER_FROM_HERE = /[\d.eE+-]+/y

function numberAt(json: string, start: number): string {
  NUMBER_FROM_HERE.lastIndex = start
  return NUMBER_FROM_HERE.exec(json)?.[0] ?? ''
}

/** The largest `numeric`: 131,072 digits before the decimal point and 16,383 after it. */
const MAX_WHOLE_DIGITS = 131_072
const MAX_FRACTION_DIGITS = 16_383

/** @param number as JSON writes it. Zeros count as digits, as they do for Postgres. */
export function fitsNumeric(number: string): boolean {
  const [mantissa = '', exponent = '0'] = number.replace(/^-/, '').split(/[eE]/)
  const [whole = '', fraction = ''] = mantissa.split('.')
  const shift = Number(exponent)
  return whole.length + shift <= MAX_WHOLE_DIGITS && fraction.length - shift <= MAX_FRACTION_DIGITS
}

/** Every escape in JSON text from the left, so that `\\u0000` is a backslash and then letters. */
const ESCAPES =
  /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u0000|u[dD][89a-fA-F][0-9a-fA-F]{2})|.)/g

/** Whether a string in this JSON text holds U+0000 or half a surrogate pair. */
export function hasForbiddenEscape(json: string): boolean {
  if (!json.includes('\\u')) return false
  for (const [, forbidden] of json.matchAll(ESCAPES)) if (forbidden !== undefined) return true
  return false
}

/** The same JSON text with U+FFFD in place of what Postgres can't hold. */
export function withoutForbiddenEscapes(json: string): string {
  if (!json.includes('\\u')) return json
  return json.replace(ESCAPES, (escape, forbidden?: string) =>
    forbidden === undefined ? escape : REPLACEMENT,
  )
}

/** The same text with U+FFFD in place of what Postgres can't hold. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', REPLACEMENT)
}

const REPLACEMENT = '\uFFFD'
