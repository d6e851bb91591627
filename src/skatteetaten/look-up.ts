/**
 * One oppslag: a nøkkel in, what the API says about it out.
 *
 * Promise: `data` is the body's own text, and Postgres takes it as jsonb.
 */
import { Fault } from '../domain/errors.ts'
import { NO_INNTEKTSMOTTAKERE } from '../domain/inntektsmottakere.ts'
import type { Oppslag } from '../domain/katalog.ts'
import type { Nokkel } from '../domain/nokkel.ts'
import type { Svar } from '../domain/svar.ts'
import { addressTemplate, lookUpAddress } from './address.ts'
import { documentedSvar, faultOf } from './answers.ts'
import { type Access, ask } from './access.ts'
import { describeBody, feilkode, isErrorObject, isObject, kindOf, parseJson } from './body.ts'
import type { HttpAnswer } from './client.ts'
import { inntektsmottakereOf } from './inntektsmottakere.ts'
import { hasForbiddenEscape, MAX_DEPTH } from './jsonb.ts'
import { sistePeriodeOf } from './siste-periode.ts'

/**
 * @param scope the one of the oppslag's scopes that we have
 * @param rettighetspakke null where the sti has none
 * @throws Fault for everything that is not a documented answer; the signal's reason when it aborts
 */
export async function lookUp(
  access: Access,
  oppslag: Oppslag,
  scope: string,
  rettighetspakke: string | null,
  nokkel: Nokkel,
  signal: AbortSignal,
): Promise<Svar> {
  const what = `look-up in ${oppslag.id}`
  const url = lookUpAddress(access, oppslag, rettighetspakke, nokkel, what)
  const answer = await ask(access, url, what, { konsument: nokkel.konsument, scope }, signal)
  if (answer.status === 200) {
    const body = checked(answer, what)
    return oppslag.gir === undefined
      ? { kind: 'data', data: answer.text }
      : leadingSvar(oppslag.gir, body, nokkel.identifikator, what)
  }

  const kode = feilkode(answer.text)
  const svar = documentedSvar(oppslag, answer.status, kode)
  if (svar !== undefined) {
    return oppslag.gir === undefined ? svar : NOTHING[oppslag.gir]
  }
  const address = addressTemplate(access, oppslag, what)
  throw faultOf(
    { what, address, scope, rettighetspakke, feilkoder: oppslag.feilkoder },
    answer,
    kode,
  )
}

type Gir = NonNullable<Oppslag['gir']>

/** What "no data" means where the answer is no opplysning. */
const NOTHING: Readonly<Record<Gir, Svar>> = {
  inntektsmottakere: { kind: 'inntektsmottakere', mottakere: NO_INNTEKTSMOTTAKERE },
  siste_periode: { kind: 'siste_periode', aar: null },
}

function leadingSvar(gir: Gir, body: unknown, identifikator: string, what: string): Svar {
  if (!isObject(body)) throw unexpected(what, `${kindOf(body)}, not an object`)
  switch (gir) {
    case 'inntektsmottakere':
      return { kind: gir, mottakere: inntektsmottakereOf(body, identifikator, what) }
    case 'siste_periode':
      return { kind: gir, aar: sistePeriodeOf(body, identifikator, what) }
  }
}

/** @returns the body, whose text Postgres takes as jsonb */
function checked(answer: HttpAnswer, what: string): unknown {
  const parsed = parseJson(answer.text)
  if (parsed.kind === 'too_deep') {
    throw unstorable(what, `it is nested deeper than ${MAX_DEPTH} levels`)
  }
  if (parsed.kind === 'not_json') {
    throw unexpected(what, `a body that is not JSON (${describeBody(answer)})`)
  }
  if (!hasContent(parsed.value)) {
    throw unexpected(what, `${kindOf(parsed.value)} without data`)
  }
  if (parsed.survey.hasHugeNumber) throw unstorable(what, 'a number in it is out of range')
  if (hasForbiddenEscape(answer.text)) {
    throw unstorable(what, 'a text in it has U+0000 or half a surrogate pair')
  }
  return parsed.value
}

/** An error object or nothing at all with 200 is no data: stored, it would empty what we have (P8). */
function hasContent(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return isObject(value) && Object.keys(value).length > 0 && !isErrorObject(value)
}

function unexpected(what: string, got: string): Fault {
  return new Fault('UNEXPECTED_ANSWER', `${what}: the API answered 200 with ${got}`, {
    status: 200,
  })
}

function unstorable(what: string, why: string): Fault {
  return new Fault('UNSTORABLE', `${what}: the answer can't be stored as jsonb: ${why}`, {
    status: 200,
  })
}
