/**
 * Hendelser as the API writes them, made into ours.
 *
 * Three promises:
 *   1. The hendelser are those of the page, in its order, repeats included.
 *   2. Nothing of a hendelse is lost: what has no column is kept in `andreFelt`, exactly.
 *   3. Every text can be stored: what Postgres can't hold in it is U+FFFD, and that in `andreFelt` only.
 */
import { Fault } from '../domain/errors.ts'
import type { Hendelse } from '../domain/hendelse.ts'
import { MAX_SEKVENSNUMMER, type Sekvensnummer, sekvensnummer } from '../domain/ids.ts'
import type { Liste } from '../domain/katalog.ts'
import { isObject, kindOf } from './body.ts'
import { storableText, withoutForbiddenEscapes } from './jsonb.ts'

export type Fields = Readonly<Record<string, unknown>>

/**
 * @param what what was read, for messages
 * @throws Fault UNEXPECTED_ANSWER with the path and what was expected there
 */
export function hendelserOf(
  { hendelser = null }: Fields,
  liste: Liste,
  what: string,
): readonly Hendelse[] {
  if (hendelser === null) return []
  if (!Array.isArray(hendelser)) {
    throw broken(`${what}: $.hendelser`, `expected an array, got ${kindOf(hendelser)}`)
  }
  const columns = columnsOf(liste)
  return hendelser.map((fields: unknown, index) => {
    const path = `${what}: $.hendelser[${index}]`
    if (!isObject(fields)) throw broken(path, `expected an object, got ${kindOf(fields)}`)
    return hendelseOf(fields, columns, path)
  })
}

type Column = Exclude<keyof Hendelse, 'sekvensnummer' | 'andreFelt'>

/** The columns by the names that this list has for them. */
function columnsOf({ felt }: Liste): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>([
    // Formuesobjekt has the second; both are read everywhere.
    ['hendelsetype', 'hendelsetype'],
    ['hendelsestype', 'hendelsetype'],
    [felt.hendelsetype, 'hendelsetype'],
    ['registreringstidspunkt', 'registreringstidspunkt'],
    ['typeSkattepliktig', 'typeSkattepliktig'],
    [felt.identifikator, 'identifikator'],
  ])
  if (felt.gjelderPeriode !== null) columns.set(felt.gjelderPeriode, 'gjelderPeriode')
  return columns
}

function hendelseOf(fields: Fields, columns: ReadonlyMap<string, Column>, path: string): Hendelse {
  const texts: Record<Column, string | null> = {
    identifikator: null,
    gjelderPeriode: null,
    registreringstidspunkt: null,
    hendelsetype: null,
    typeSkattepliktig: null,
  }
  const others: string[] = []
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'sekvensnummer') continue
    const column = columns.get(name)
    if (column !== undefined && value === null) continue
    const text = columnText(value)
    if (column !== undefined && text !== null && texts[column] === null) texts[column] = text
    else others.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`)
  }
  return {
    sekvensnummer: sekvensnummerOf(fields['sekvensnummer'], `${path}.sekvensnummer`),
    ...texts,
    andreFelt: others.length === 0 ? null : withoutForbiddenEscapes(`{${others.join(',')}}`),
  }
}

/** An index of Postgres holds no row of more than about 2,700 bytes; real values have under 40 characters. */
const MAX_COLUMN = 200

/** What a column can hold exactly: a nøkkel with a character replaced would be another nøkkel. */
function columnText(value: unknown): string | null {
  const text = textOf(value)
  if (text === null || text.length > MAX_COLUMN || text !== storableText(text)) return null
  return text
}

/** A string, or a number as it was written; null for anything else. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  return JSON.isRawJSON(value) ? value.rawJSON : null
}

/** @throws Fault UNEXPECTED_ANSWER */
export function sekvensnummerOf(value: unknown, path: string): Sekvensnummer {
  const digits = textOf(value)
  if (digits !== null && /^\d{1,19}$/.test(digits)) {
    const number = BigInt(digits)
    if (number > 0n && number <= MAX_SEKVENSNUMMER) return sekvensnummer(number)
  }
  throw broken(path, `expected a whole number above 0, got ${kindOf(value)}`)
}

/** @param path what was read, and where in it */
export function broken(path: string, problem: string): Fault {
  return new Fault('UNEXPECTED_ANSWER', `${path}: ${problem}`, { status: 200 })
}
