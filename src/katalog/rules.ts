/**
 * What must hold of an entry beyond its shape. Each of these mistakes in KATALOG_FIL would pass the
 * schema and then put wrong answers into the tables, or none.
 */
import { type Liste, type Oppslag, STIER, tableName } from '../domain/katalog.ts'
import { didYouMean } from '../lib/nearest.ts'
import type { Issue } from './problems.ts'

/** What is in the schema skatt besides the tables of oppslagstjenester; the typed views are v_... */
const TAKEN_NAMES = [
  'opplysning',
  'opplysning_historikk',
  'opplysning_versjoner',
  'endring',
  'endringsplass',
  'strom',
  'lesere',
  'ferskhet',
  'holdt_tilbake',
  'bevakingsoenske',
]
const TYPED_VIEW = /^v_/

const PERIODE_VARIABLE = /\{(gjelderPeriode|fraOgMed|tilOgMed)\}/
/** {fraOgMed} alone would ask for all months since: the API's default for the last is this month. */
const WHOLE_PERIODE = /\{gjelderPeriode\}|(?=.*\{fraOgMed\})(?=.*\{tilOgMed\})/

export function oppslagIssues({ id, adresser, periode }: Oppslag): readonly Issue[] {
  const issues: Issue[] = []
  if (TAKEN_NAMES.includes(tableName(id)) || TYPED_VIEW.test(tableName(id))) {
    issues.push({ path: ['id'], message: 'another id, as there is a table of that name already' })
  }
  for (const stier of STIER) {
    const sti = adresser[stier]?.sti
    if (sti === undefined) continue
    const path = ['adresser', stier, 'sti']

    // Without it, one answer would be stored for everybody.
    if (!sti.includes('{identifikator}')) {
      issues.push({ path, message: 'a path with {identifikator} in it' })
    }
    if (periode === 'ingen' && PERIODE_VARIABLE.test(sti)) {
      issues.push({ path, message: 'a path without a period, as periode is "ingen"' })
    }
    // Without it, one answer would be stored for every period.
    if (periode !== 'ingen' && !WHOLE_PERIODE.test(sti)) {
      issues.push({
        path,
        message: `a path with {gjelderPeriode}, or {fraOgMed} and {tilOgMed}, as periode is "${periode}"`,
      })
    }
  }
  return issues
}

/** @param known the ids of all oppslagstjenester, those of the file too */
export function listeIssues(liste: Liste, known: readonly string[]): readonly Issue[] {
  const withVariables = STIER.filter((stier) => liste.adresser[stier]?.sti.includes('{')).map(
    (stier) => ({ path: ['adresser', stier, 'sti'], message: 'a path without variables' }),
  )
  const unknown = liste.oppslag.flatMap((id, place) => {
    if (known.includes(id)) return []
    const hint = didYouMean(id, known)
    return [{ path: ['oppslag', place], message: 'an oppslag of the katalog', hint }]
  })
  return [...withVariables, ...unknown]
}
