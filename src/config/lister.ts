/** Which hendelseslister are followed, from when, how often, and what each leads to. */
import type { Katalog, Liste, Stier } from '../domain/katalog.ts'
import { isComplete, type Parse, quoted, type Reader } from './env.ts'
import { didYouMean, probablyMeant } from '../lib/nearest.ts'
import {
  firstHeld,
  type FulgtOppslag,
  OPPSLAG_SETTINGS,
  readOppslag,
  type Rights,
} from './oppslag.ts'
import { nameFor, perKonsument, textSetting } from './setting.ts'
import { cron, ids, PLAN, startdato } from './values.ts'

/** A list that is followed for a konsument. */
export type FulgtListe = {
  readonly konsument: string
  readonly liste: Liste
  readonly scope: string
  /** `YYYY-MM-DD`, or `0` from the first event. Null is right where there is a posisjon already. */
  readonly startdato: string | null
  /** Cron expression. */
  readonly lesPlan: string
  readonly oppslag: readonly FulgtOppslag[]
}

const DATO = 'a date as YYYY-MM-DD, or 0'
const OWN_DATO = 'STARTDATO__<LISTE>'
const OWN_PLAN = 'LES_PLAN__<LISTE>'

export const LISTE_SETTINGS = [
  textSetting(
    'HENDELSESLISTER',
    "ids of the katalog's hendelseslister, separated by commas",
    'The lists to follow. Required. Ids in any case, with - or _.',
  ),
  ...OPPSLAG_SETTINGS,
  textSetting(
    'STARTDATO',
    DATO,
    'The day of the first events to read, for lists without a posisjon: without either, nothing starts. 0: from the first event there is.',
  ),
  textSetting(OWN_DATO, DATO, 'The same for that list.'),
  textSetting(
    'LES_PLAN',
    PLAN,
    'When to read the lists. A reading goes on to the end of the list.',
    '* * * * *',
  ),
  textSetting(OWN_PLAN, PLAN, 'The same for that list.'),
].map(perKonsument)

export type ListeDeps = {
  readonly planProblem: (cron: string) => string | null
  readonly today: string
}

/** `named`: the lists that HENDELSESLISTER names, or means where it is misspelt; null: none is. */
export type ListerRead = {
  readonly lister: readonly FulgtListe[] | undefined
  readonly named: ReadonlySet<string> | null
}

/** @param read gives what is set for the konsument */
export function readLister(
  read: Reader,
  { konsument, rights }: { readonly konsument: string; readonly rights: Rights },
  { planProblem, today }: ListeDeps,
): ListerRead {
  const { katalog } = rights
  const dato = startdato(today)
  const plan = cron(planProblem)
  const common = {
    konsument,
    rights,
    dato,
    plan,
    startdato: read.optional('STARTDATO', dato),
    lesPlan: read.value('LES_PLAN', plan),
  }

  const wanted = read.value('HENDELSESLISTER', ids)
  if (wanted === undefined) return { lister: undefined, named: null }

  const named = new Set<string>()
  const lister: (FulgtListe | undefined)[] = []
  for (const id of wanted) {
    const liste = katalog.lister.get(id)
    if (liste === undefined) read.note(unknownListe(katalog, id))
    named.add(liste?.id ?? probablyMeant(id, katalog.lister.keys()) ?? id)
    lister.push(liste === undefined ? undefined : readListe(read, common, liste))
  }
  return { lister: lister.every((liste) => liste !== undefined) ? lister : undefined, named }
}

function unknownListe(katalog: Katalog, id: string): string {
  const meant = didYouMean(id, katalog.lister.keys())
  const known = [...katalog.lister.keys()].join(', ')
  return `HENDELSESLISTER: there is no hendelsesliste ${quoted(id)}${meant === '' ? `, only ${known}` : meant}`
}

type Common = {
  readonly konsument: string
  readonly rights: Rights
  readonly dato: Parse<string>
  readonly plan: Parse<string>
  readonly startdato: string | null | undefined
  readonly lesPlan: string | undefined
}

function readListe(read: Reader, common: Common, liste: Liste): FulgtListe | undefined {
  const { id } = liste
  const dato = read.optional(OWN_DATO, common.dato, nameFor(OWN_DATO, id))
  const plan = read.optional(OWN_PLAN, common.plan, nameFor(OWN_PLAN, id))
  const followable = withKnownPath(read, common.rights.stier, liste)
  const oppslag = readOppslag(read, common.rights, liste)
  const fields = {
    konsument: common.konsument,
    liste: followable,
    scope: oppslag === undefined ? undefined : scopeOf(read, common.rights, liste, oppslag),
    startdato: dato === null ? common.startdato : dato,
    lesPlan: plan === null ? common.lesPlan : plan,
    oppslag,
  }
  return isComplete(fields) ? fields : undefined
}

function withKnownPath(read: Reader, stier: Stier, liste: Liste): Liste | undefined {
  if (liste.adresser[stier] !== null) return liste
  read.note(
    `HENDELSESLISTER: the path of ${liste.id} is unknown in the ${stier} form: give its path in KATALOG_FIL or leave it out of HENDELSESLISTER`,
  )
  return undefined
}

/** A scope that an oppslag of the list needs anyway, if one opens the list: that one we surely have. */
function scopeOf(
  read: Reader,
  { scopes: held }: Rights,
  liste: Liste,
  oppslag: readonly FulgtOppslag[],
): string | undefined {
  const shared = oppslag.find(({ scope }) => liste.scopes.includes(scope))
  const scope = shared?.scope ?? firstHeld(liste.scopes, held)
  if (scope === undefined) {
    read.note(
      `HENDELSESLISTER: MASKINPORTEN_SCOPES has none of the scopes that open ${liste.id}: ${liste.scopes.join(', ')}`,
    )
  }
  return scope
}
