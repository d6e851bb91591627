/**
 * Where things are: addresses from the URL's template, a sti of the katalog and a nøkkel.
 *
 * Promise: no value changes an address' structure. Each goes through encodeURIComponent, and those
 * that would still be taken for structure (nothing at all, `.` and `..`) are refused.
 */
import { Fault } from '../domain/errors.ts'
import type { Sekvensnummer } from '../domain/ids.ts'
import type { Liste, Oppslag, Stier, StiVariable } from '../domain/katalog.ts'
import type { Nokkel } from '../domain/nokkel.ts'

export type Base = {
  /** Without a last slash; `{vert}` stands for the API's host label, where there is one per API. */
  readonly url: string
  readonly stier: Stier
}

/**
 * @param what what is looked up, for messages
 * @throws Fault UNASKABLE when the nøkkel lacks what the address needs; WRONG_ADDRESS when the
 *   katalog has no sti in this form
 */
export function lookUpAddress(
  base: Base,
  oppslag: Oppslag,
  rettighetspakke: string | null,
  nokkel: Nokkel,
  what: string,
): string {
  if (oppslag.periode !== 'ingen' && nokkel.gjelderPeriode === '') {
    throw new Fault('UNASKABLE', `${what}: the nøkkel has no gjelderPeriode`)
  }
  return addressTemplate(base, oppslag, what).replace(VARIABLE, (_, name: StiVariable) =>
    encode(valueOf(name, nokkel, rettighetspakke, what), name, what),
  )
}

function valueOf(
  name: StiVariable,
  { identifikator, gjelderPeriode }: Nokkel,
  rettighetspakke: string | null,
  what: string,
): string {
  switch (name) {
    case 'rettighetspakke':
      return rettighetspakke ?? missingRettighetspakke(what)
    case 'identifikator':
      return identifikator
    case 'gjelderPeriode':
      return gjelderPeriode
    case 'fraOgMed':
    case 'tilOgMed':
      return months(gjelderPeriode, what)[name]
  }
}

/** @param what what is read, for messages */
export function pageAddress(
  base: Base,
  liste: Liste,
  fra: Sekvensnummer,
  antall: number,
  what: string,
): string {
  return `${addressTemplate(base, liste, what)}?fraSekvensnummer=${fra}&antall=${antall}`
}

/** @param dato such as 2024-12-31 */
export function startAddress(base: Base, liste: Liste, dato: string, what: string): string {
  const list = addressTemplate(base, liste, what).replace(/\/?$/, '')
  return `${list}/start?dato=${encodeURIComponent(dato)}`
}

/** The address with its variables unfilled: for messages, without personal data. */
export function addressTemplate(base: Base, entry: Oppslag | Liste, what: string): string {
  const adresse = entry.adresser[base.stier]
  if (adresse === null) {
    throw new Fault(
      'WRONG_ADDRESS',
      `${what}: the katalog has no sti of the ${base.stier} form. Give it in KATALOG_FIL`,
    )
  }
  return base.url.replaceAll('{vert}', entry.vert) + adresse.sti
}

/** The sti's own variables: the katalog's schema has refused all others. */
const VARIABLE = /\{(rettighetspakke|identifikator|gjelderPeriode|fraOgMed|tilOgMed)\}/g

function encode(value: string, name: StiVariable, what: string): string {
  // Servers and clients drop such segments from a path; a lone surrogate has no encoding at all.
  if (value === '' || value === '.' || value === '..' || !value.isWellFormed()) {
    throw new Fault('UNASKABLE', `${what}: the nøkkel's ${name} can't be part of an address`)
  }
  return encodeURIComponent(value)
}

function months(gjelderPeriode: string, what: string): { fraOgMed: string; tilOgMed: string } {
  if (/^\d{4}$/.test(gjelderPeriode)) {
    return { fraOgMed: `${gjelderPeriode}-01`, tilOgMed: `${gjelderPeriode}-12` }
  }
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(gjelderPeriode)) {
    return { fraOgMed: gjelderPeriode, tilOgMed: gjelderPeriode }
  }
  throw new Fault('UNASKABLE', `${what}: the nøkkel's gjelderPeriode is neither a year nor a month`)
}

function missingRettighetspakke(what: string): never {
  throw new Fault(
    'WRONG_ADDRESS',
    `${what}: its sti needs a rettighetspakke. Set RETTIGHETSPAKKE, or that of this oppslag`,
  )
}
