/**
 * Reading a hendelsesliste: its pages, and where it starts.
 *
 * Promise: only what is documented as the end is the end. Anything else that has no hendelser in it
 * is a Fault, and the same page is asked for again.
 */
import type { Hendelse } from '../domain/hendelse.ts'
import type { Sekvensnummer } from '../domain/ids.ts'
import type { Fullmakt } from '../domain/konsument.ts'
import type { Liste } from '../domain/katalog.ts'
import { addressTemplate, pageAddress, startAddress } from './address.ts'
import { faultOf } from './answers.ts'
import { type Access, ask } from './access.ts'
import { describeBody, feilkode, isErrorObject, isObject, kindOf, parseExactJson } from './body.ts'
import type { HttpAnswer } from './client.ts'
import { broken, type Fields, hendelserOf, sekvensnummerOf } from './hendelser.ts'

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
  fullmakt: Fullmakt,
  fra: Sekvensnummer,
  antall: number,
  signal: AbortSignal,
): Promise<Side> {
  const what = `page from ${fra} of ${liste.id}`
  const url = pageAddress(access, liste, fra, antall, what)
  const body = await readBody(access, liste, fullmakt, url, what, signal)
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
  fullmakt: Fullmakt,
  dato: string,
  signal: AbortSignal,
): Promise<Sekvensnummer | null> {
  const what = `start of ${liste.id} from ${dato}`
  const url = startAddress(access, liste, dato, what)
  const body = await readBody(access, liste, fullmakt, url, what, signal)
  return body === null ? null : sekvensnummerOf(body['sekvensnummer'], `${what}: $.sekvensnummer`)
}

/** @returns the body's object; null for the documented 404 of "no hendelser" */
async function readBody(
  access: Access,
  liste: Liste,
  fullmakt: Fullmakt,
  url: string,
  what: string,
  signal: AbortSignal,
): Promise<Fields | null> {
  const answer = await ask(access, url, what, fullmakt, signal)
  if (answer.status === 200) return objectOf(answer, what)

  const kode = feilkode(answer.text)
  const isEnd = answer.status === 404 && liste.ingenHendelser.some((known) => known === kode)
  if (isEnd) return null
  const address = addressTemplate(access, liste, what)
  const { feilkoder } = liste
  const { scope } = fullmakt
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
