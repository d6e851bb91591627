/**
 * Pages of a hendelsesliste: what the API sends, made into hendelser.
 *
 * Three promises:
 *   1. The hendelser are those of the page, in its order, repeats included.
 *   2. Nothing of a hendelse is lost: what has no column is kept in `andreFelt`, exactly.
 *   3. Every text can be stored: what Postgres can't hold in it is U+FFFD.
 */
import { Fault } from '../domain/errors.ts'
import type { Hendelse } from '../domain/hendelse.ts'
import { MAX_SEKVENSNUMMER, type Sekvensnummer, sekvensnummer } from '../domain/ids.ts'
import type { Liste } from '../domain/katalog.ts'
import { addressTemplate, pageAddress, startAddress } from './address.ts'
import { faultOf } from './answers.ts'
import { type Access, ask } from './access.ts'
import { describeBody, feilkode, isErrorObject, isObject, kindOf, parseExactJson } from './body.ts'
import type { HttpAnswer } from './client.ts'
import { storableText, withoutForbiddenEscapes } from './jsonb.ts'

/** Empty: the list says that there is nothing from there on. */
export type Side = { readonly hendelser: readonly Hendelse[] }

/**
 * One page. All three forms of "nothing new" are the empty page: `[]`, no `hendelser`, and 404 with
 * one of the list's koder for it.
 *
 * @param fra inclusive
 * @param antall at most so many hendelser
 * @throws Fault for every other answer; the signal's reason when it aborts
 */
export async function readSide(
  access: Access,
  liste: Liste,
  scope: string,
  fra: Sekvensnummer,
  antall: number,
  signal: AbortSignal,
): Promise<Side> {
  const what = `page from ${fra} of ${liste.id}`
  const url = pageAddress(access, liste, fra, antall, what)
  const body = await readBody(access, liste, scope, url, what, signal)
  return { hendelser: body === null ? [] : hendelserOf(body, liste, what) }
}

/**
 * The first sekvensnummer that was given on `dato` or later.
 *
 * @param dato such as 2024-12-31, not in the future
 * @returns null when there is none
 * @throws as readSide
 */
export async function readStart(
  access: Access,
  liste: Liste,
  scope: string,
  dato: string,
  signal: AbortSignal,
): Promise<Sekvensnummer | null> {
  const what = `start of ${liste.id} from ${dato}`
  const url = startAddress(access, liste, dato, what)
  const body = await readBody(access, liste, scope, url, what, signal)
  return body === null ? null : sekvensnummerOf(body['sekvensnummer'], `${what}: $.sekvensnummer`)
}

type Fields = Readonly<Record<string, unknown>>

/** @returns the body's object; null for the documented 404 of "no hendelser" */
async function readBody(
  access: Access,
  liste: Liste,
  scope: string,
  url: string,
  what: string,
  signal: AbortSignal,
): Promise<Fields | null> {
  const answer = await ask(access, url, what, scope, signal)
  if (answer.status === 200) return objectOf(answer, what)

  const kode = feilkode(answer.text)
  const isEnd = answer.status === 404 && liste.ingenHendelser.some((known) => known === kode)
  if (isEnd) return null
  const address = addressTemplate(access, liste, what)
  const { feilkoder } = liste
  throw faultOf({ what, address, scope, rettighetspakke: null, feilkoder }, answer, kode)
}

function objectOf(answer: HttpAnswer, what: string): Fields {
  const parsed = parseExactJson(answer.text)
  if (parsed.kind !== 'json') {
    const found = parsed.kind === 'too_deep' ? 'JSON nested too deep' : 'a body that is not JSON'
    throw broken(what, `expected a page of hendelser, got ${found} (${describeBody(answer)})`)
  }
  if (!isObject(parsed.value)) {
    throw broken(`${what}: $`, `expected an object, got ${kindOf(parsed.value)}`)
  }
  if (isErrorObject(parsed.value)) {
    throw broken(`${what}: $`, 'expected a page of hendelser, got an error object with status 200')
  }
  return parsed.value
}

function hendelserOf(
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
    // Formuesobjekt writes the second, against its own documentation of the first.
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
    const text = textOf(value)
    if (column !== undefined && text !== null && texts[column] === null) texts[column] = text
    else others.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`)
  }
  return {
    sekvensnummer: sekvensnummerOf(fields['sekvensnummer'], `${path}.sekvensnummer`),
    ...texts,
    andreFelt: others.length === 0 ? null : withoutForbiddenEscapes(`{${others.join(',')}}`),
  }
}

/** A string, or a number as it was written; null for anything else. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return storableText(value)
  if (typeof value === 'number') return String(value)
  return JSON.isRawJSON(value) ? value.rawJSON : null
}

function sekvensnummerOf(value: unknown, path: string): Sekvensnummer {
  const digits = textOf(value)
  if (digits !== null && /^\d{1,19}$/.test(digits)) {
    const number = BigInt(digits)
    if (number > 0n && number <= MAX_SEKVENSNUMMER) return sekvensnummer(number)
  }
  throw broken(path, `expected a whole number above 0, got ${kindOf(value)}`)
}

function broken(path: string, problem: string): Fault {
  return new Fault('UNEXPECTED_ANSWER', `${path}: ${problem}`, { status: 200 })
}
