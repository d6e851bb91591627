/** Which oppslag a followed list leads to, with which scope and rettighetspakke. */
import { type Katalog, type Liste, type Oppslag, STIER, type Stier } from '../domain/katalog.ts'
import { quoted, type Reader } from './env.ts'
import { didYouMean } from '../lib/nearest.ts'
import { nameFor, perKonsument, textSetting } from './setting.ts'
import { ids, matching, scopes } from './values.ts'

export type FulgtOppslag = {
  readonly oppslag: Oppslag
  readonly scope: string
  /** Null where the path has no place for one. */
  readonly rettighetspakke: string | null
}

const RETTIGHETSPAKKE = 'the name of a rettighetspakke of yours, written as in its API'
const COMMON_PAKKE = 'RETTIGHETSPAKKE'
const OWN_PAKKE = 'RETTIGHETSPAKKE__<OPPSLAG>'
const CHOSEN_OPPSLAG = 'OPPSLAG__<LISTE>'

export const OPPSLAG_SETTINGS = [
  textSetting(
    CHOSEN_OPPSLAG,
    'ids of oppslagstjenester of that list, separated by commas',
    "Which oppslag to make for that list. By default all that `MASKINPORTEN_SCOPES` covers and whose path is known. In names, `<LISTE>` is the list's id in capitals with _ for -.",
  ),
  textSetting(
    COMMON_PAKKE,
    RETTIGHETSPAKKE,
    'The rettighetspakke for all oppslag whose path has one. Never guessed: required there.',
  ),
  textSetting(OWN_PAKKE, RETTIGHETSPAKKE, 'The rettighetspakke for that oppslag.'),
].map(perKonsument)

/** What the lists have in common. `scopes`: those we have, null when all are assumed. */
export type Rights = {
  readonly katalog: Katalog
  readonly stier: Stier
  readonly scopes: ReadonlySet<string> | null
  /** Null: none is set for all; undefined: the one that is set is wrong. */
  readonly rettighetspakke: string | null | undefined
}

/** A name in the katalog's style; it becomes a part of a path. */
const pakke = matching(/^[A-Za-z0-9][A-Za-z0-9_-]*$/)

/** Where the form of the paths or the scopes are wrong, all the rest is read as without them. */
export function readRights(
  read: Reader,
  { katalog, stier = STIER[0] }: { readonly katalog: Katalog; readonly stier: Stier | undefined },
): Rights {
  return {
    katalog,
    stier,
    scopes: read.optional('MASKINPORTEN_SCOPES', scopes) ?? null,
    rettighetspakke: read.optional(COMMON_PAKKE, pakke),
  }
}

/** The first of those scopes that we have. */
export function firstHeld(
  any: readonly string[],
  held: ReadonlySet<string> | null,
): string | undefined {
  return any.find((scope) => held === null || held.has(scope))
}

export function readOppslag(
  read: Reader,
  rights: Rights,
  liste: Liste,
): readonly FulgtOppslag[] | undefined {
  const chosen = chooseOppslag(read, rights, liste)
  if (chosen === undefined) return undefined
  read.show(
    CHOSEN_OPPSLAG,
    chosen.map(({ oppslag }) => oppslag.id).join(','),
    nameFor(CHOSEN_OPPSLAG, liste.id),
  )
  const followed = chosen.map(({ oppslag, sti, scope }) => {
    const rettighetspakke = readPakke(read, rights, oppslag, sti)
    return rettighetspakke === undefined ? undefined : { oppslag, scope, rettighetspakke }
  })
  return followed.every((one) => one !== undefined) ? followed : undefined
}

/** An oppslag that no list leads to, and that a setting asks for. */
export function readSingleOppslag(
  read: Reader,
  rights: Rights,
  id: string,
  setting: string,
): FulgtOppslag | undefined {
  const found = usableOppslag(rights, id)
  if (typeof found === 'string') {
    read.note(`${setting}: ${found}`)
    return undefined
  }
  const rettighetspakke = readPakke(read, rights, found.oppslag, found.sti)
  if (rettighetspakke === undefined) return undefined
  return { oppslag: found.oppslag, scope: found.scope, rettighetspakke }
}

type Usable = { readonly oppslag: Oppslag; readonly sti: string; readonly scope: string }

function chooseOppslag(read: Reader, rights: Rights, liste: Liste): readonly Usable[] | undefined {
  const name = nameFor(CHOSEN_OPPSLAG, liste.id)
  const wanted = read.optional(CHOSEN_OPPSLAG, ids, name)
  if (wanted === undefined) return undefined

  const usable: Usable[] = []
  const hindrances: string[] = []
  for (const id of wanted ?? liste.oppslag) {
    const found = liste.oppslag.includes(id) ? usableOppslag(rights, id) : notOf(liste, id)
    if (typeof found === 'string') hindrances.push(found)
    else if (found.oppslag.gir === undefined) usable.push(found)
    else hindrances.push(`oppslag ${id} gives no opplysning of whom an event is about`)
  }
  if (wanted === null) {
    if (usable.length > 0) return usable
    read.note(
      `HENDELSESLISTER: no oppslag of ${liste.id} can be made: ${hindrances.join('; ')}. Give what is missing, or leave ${liste.id} out`,
    )
    return undefined
  }
  for (const hindrance of hindrances) read.note(`${name}: ${hindrance}`)
  return hindrances.length === 0 ? usable : undefined
}

function notOf(liste: Liste, id: string): string {
  const meant = didYouMean(id, liste.oppslag)
  return `${liste.id} has no oppslag ${quoted(id)}${meant === '' ? `, only ${liste.oppslag.join(', ')}` : meant}`
}

/** The oppslag, or what stands in its way. */
function usableOppslag({ katalog, stier, scopes: held }: Rights, id: string): Usable | string {
  const oppslag = katalog.oppslag.get(id)
  if (oppslag === undefined) return `the katalog has no oppslag ${id} (KATALOG_FIL can give it)`
  const adresse = oppslag.adresser[stier]
  if (adresse === null) {
    return `the path of oppslag ${id} is unknown in the ${stier} form (KATALOG_FIL can give it)`
  }
  const scope = firstHeld(oppslag.scopes, held)
  if (scope === undefined) {
    return `oppslag ${id} needs ${oppslag.scopes.join(' or ')}, which MASKINPORTEN_SCOPES lacks`
  }
  return { oppslag, sti: adresse.sti, scope }
}

function readPakke(
  read: Reader,
  rights: Rights,
  oppslag: Oppslag,
  sti: string,
): string | null | undefined {
  if (!sti.includes('{rettighetspakke}')) return null
  const name = nameFor(OWN_PAKKE, oppslag.id)
  const own = read.optional(OWN_PAKKE, pakke, name)
  if (own !== null) return own
  if (rights.rettighetspakke !== null) return rights.rettighetspakke

  const known = oppslag.rettighetspakker.join(', ')
  read.note(
    `${name} is not set, nor ${COMMON_PAKKE}: must be ${RETTIGHETSPAKKE}${known === '' ? '' : `, of which these are known: ${known}`}`,
  )
  return undefined
}
