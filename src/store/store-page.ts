/**
 * Page in: a page of hendelser becomes rows, and the nøkler they name begin to wait.
 *
 * in:   pages of events from follow/
 * out:  rows of folger.ventende_oppslag for resolve/
 *
 * Three promises hold here, all by being one transaction:
 *   P1. The posisjon moves in the transaction that stores the events before it.
 *   P2. Storing a page twice, in any order, from any replica, is storing it once.
 *   P4. The posisjon moves only from the value that the page was asked with: never back.
 */
import type { Hendelse } from '../domain/hendelse.ts'
import type { Sekvensnummer } from '../domain/ids.ts'
import { registreringstid } from '../domain/registrering.ts'
import { type Client, inTransaction, type Pool } from './pool.ts'
import type { PosisjonKey } from './position.ts'

export type PageIn = PosisjonKey & {
  /** The posisjon that the page was asked with. */
  readonly fra: Sekvensnummer
  /** The posisjon after it. */
  readonly neste: Sekvensnummer
  readonly hendelser: readonly Hendelse[]
  /** Fewer than asked for: the list may have had no more then. */
  readonly isShort: boolean
  /** The look-ups that an event of this list is about. */
  readonly oppslag: readonly { readonly id: string; readonly harPeriode: boolean }[]
  /** Whether only events about those on the watch list make a nøkkel wait; all are stored. */
  readonly bareBevakede: boolean
}

export type PageStored = {
  /** Events that were not there before. */
  readonly inserted: number
  /** Nøkler that those events made wait, or touched while waiting. */
  readonly queued: number
  /** Oppslag saved: events whose nøkkel waited already, or was named by another event of the page. */
  readonly coalesced: number
}

// Whoever makes nøkler wait goes one after another per oppslag: the function says why.
const LOCK_OPPSLAG = `select folger.laas_oppslag($1, $2)`

// Whoever changes the watch list updates this row first. So the change is committed before we read
// the list, or it comes after our commit and sees our events: nobody falls between the two.
const HOLD_WATCH_LIST = `
  select versjon as "versjon"
    from folger.bevakingsliste
   where konsument = $1
     for share`

// P4: nobody else has advanced the posisjon since the page was asked for, and nobody can until we commit.
const ADVANCE = `
  update folger.posisjon
     set neste_sekvensnummer   = $4,
         lest_at               = now(),
         siste_registrering_at = greatest(siste_registrering_at, $5::timestamptz),
         bevaking_versjon      = $6,
         -- P1: numbers from here on may become visible late (overlap.ts).
         overlapp_fra          = case when $7 then coalesce(overlapp_fra, neste_sekvensnummer)
                                      else overlapp_fra end,
         tilstand              = 'leser',
         feil                  = null
   where konsument = $1 and liste = $2
     and neste_sekvensnummer = $3
     and tilstand <> 'gap'
     and not folger.er_pauset('liste', liste, konsument)
  returning ajour_at as "ajourAt"`

// P2: events that we have already are left out, and only rows that were really inserted make a nøkkel
// wait. Nobody else stores events of the list while we hold its posisjon, so what is not known stays
// unknown: `on conflict do nothing` would ask again for each row, at half as much again. Several
// events about one nøkkel make one row: the data is fetched fresh, and would be the same for all of
// them. Rows are written in key order, as everywhere (no deadlocks).
// P3: every touch gives a new versjon, also to a nøkkel whose look-up is under way, and is the reason
// from then on, whatever it waited for before.
const INSERT_PAGE = `
  with incoming as (
    select sekvensnummer, identifikator, gjelder_periode, registreringstidspunkt, registrert_at,
           hendelsetype, type_skattepliktig, andre_felt
      from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[],
                  $9::text[], $10::jsonb[])
        as page (sekvensnummer, identifikator, gjelder_periode, registreringstidspunkt,
                 registrert_at, hendelsetype, type_skattepliktig, andre_felt)
  ),
  known as (
    select sekvensnummer
      from folger.hendelse
     where konsument = $1 and liste = $2 and sekvensnummer between $15 and $16
  ),
  inserted as (
    insert into folger.hendelse (konsument, liste, sekvensnummer, identifikator, gjelder_periode,
      registreringstidspunkt, registrert_at, hendelsetype, type_skattepliktig, andre_felt)
    select $1, $2, sekvensnummer, identifikator, gjelder_periode, registreringstidspunkt,
           registrert_at, hendelsetype, type_skattepliktig, andre_felt
      from incoming
     where sekvensnummer not in (select sekvensnummer from known) -- P2
     order by sekvensnummer
    returning sekvensnummer, identifikator, gjelder_periode, registrert_at
  ),
  wanted as (
    select target.oppslag, inserted.identifikator,
           case when target.har_periode then coalesce(inserted.gjelder_periode, '') else '' end
             as gjelder_periode,
           inserted.sekvensnummer, inserted.registrert_at
      from inserted
      cross join unnest($11::text[], $12::boolean[]) as target (oppslag, har_periode)
     where inserted.identifikator is not null
       and (not $14::boolean or exists (
         select 1
           from folger.bevaking as watched
          where watched.konsument = $1
            and watched.identifikator = inserted.identifikator
            and folger.periode_bevakes(watched.gjelder_periode, coalesce(inserted.gjelder_periode, ''))))
  ),
  queued as (
    insert into folger.ventende_oppslag as pending (konsument, oppslag, identifikator,
      gjelder_periode, liste, eldste_sekvensnummer, nyeste_sekvensnummer, eldste_registrert_at,
      ajour_foer_at)
    select $1::text collate "C", oppslag, identifikator, gjelder_periode, $2, min(sekvensnummer),
           max(sekvensnummer), min(registrert_at), $13::timestamptz
      from wanted
     group by 2, 3, 4
     order by 1, 2, 3, 4
        on conflict (konsument, oppslag, identifikator, gjelder_periode) do update
       set versjon              = nextval('folger.versjon'),
           liste                = excluded.liste,
           eldste_sekvensnummer = least(pending.eldste_sekvensnummer, excluded.eldste_sekvensnummer),
           nyeste_sekvensnummer = greatest(pending.nyeste_sekvensnummer, excluded.nyeste_sekvensnummer),
           eldste_registrert_at = least(pending.eldste_registrert_at, excluded.eldste_registrert_at),
           eldste_mottatt_at    = case when pending.aarsak = 'hendelse' then pending.eldste_mottatt_at
                                       else excluded.eldste_mottatt_at end,
           ajour_foer_at        = case when pending.aarsak = 'hendelse' then pending.ajour_foer_at
                                       else excluded.ajour_foer_at end,
           aarsak               = 'hendelse',
           prioritet            = least(pending.prioritet, excluded.prioritet),
           forsok               = 0,
           forfall_at           = least(pending.forfall_at, excluded.forfall_at)
    returning xmax = 0 as is_new
  )
  select (select count(*)::int from inserted) as "inserted",
         (select count(*)::int from queued)   as "queued",
         (select count(*)::int from wanted)
           - (select count(*)::int from queued where is_new) as "coalesced"`

/** @returns null when somebody else has advanced the posisjon: nothing was stored, read it anew */
export async function storePage(pool: Pool, page: PageIn): Promise<PageStored | null> {
  const hendelser = onceEach(page.hendelser)
  const registrert = hendelser.map((h) => registreringstid(h.registreringstidspunkt))
  const oppslag = page.oppslag.map(({ id }) => id)

  return inTransaction(pool, async (client) => {
    await client.query(LOCK_OPPSLAG, [page.konsument, oppslag])
    const bevaking = page.bareBevakede ? await holdWatchList(client, page.konsument) : null
    const advanced = await client.query<{ ajourAt: string | null }>(ADVANCE, [
      page.konsument,
      page.liste,
      page.fra,
      page.neste,
      latest(registrert),
      bevaking,
      page.isShort,
    ])
    const [posisjon] = advanced.rows
    return posisjon
      ? insertPage(client, { ...page, hendelser }, registrert, posisjon.ajourAt)
      : null
  })
}

/** @returns the version of the watch list, which nobody changes until we commit */
async function holdWatchList(client: Client, konsument: string): Promise<bigint> {
  const { rows } = await client.query<{ versjon: bigint }>(HOLD_WATCH_LIST, [konsument])
  const [liste] = rows
  // Made at start. Without it nothing would be held, and a change could pass us unseen.
  if (liste === undefined) throw new Error('the konsument has no row in folger.bevakingsliste')
  return liste.versjon
}

async function insertPage(
  client: Client,
  { konsument, liste, hendelser, oppslag, bareBevakede }: PageIn,
  registrert: readonly (string | null)[],
  ajourAt: string | null,
): Promise<PageStored> {
  const { rows } = await client.query<PageStored>(INSERT_PAGE, [
    konsument,
    liste,
    hendelser.map((h) => h.sekvensnummer),
    hendelser.map((h) => h.identifikator),
    hendelser.map((h) => h.gjelderPeriode),
    hendelser.map((h) => h.registreringstidspunkt),
    registrert,
    hendelser.map((h) => h.hendelsetype),
    hendelser.map((h) => h.typeSkattepliktig),
    hendelser.map((h) => h.andreFelt),
    oppslag.map(({ id }) => id),
    oppslag.map(({ harPeriode }) => harPeriode),
    ajourAt,
    bareBevakede,
    ...ends(hendelser),
  ])
  return rows[0] ?? { inserted: 0, queued: 0, coalesced: 0 }
}

/** A page may repeat a number. */
function onceEach(hendelser: readonly Hendelse[]): readonly Hendelse[] {
  return [...new Map(hendelser.map((h) => [h.sekvensnummer, h])).values()]
}

/** The lowest and the highest number; null for an empty page. */
function ends(hendelser: readonly Hendelse[]): [lowest: bigint | null, highest: bigint | null] {
  let lowest: bigint | null = null
  let highest: bigint | null = null
  for (const { sekvensnummer } of hendelser) {
    if (lowest === null || sekvensnummer < lowest) lowest = sekvensnummer
    if (highest === null || sekvensnummer > highest) highest = sekvensnummer
  }
  return [lowest, highest]
}

/** The latest of the times, as it was written; null when there is none. */
function latest(times: readonly (string | null)[]): string | null {
  let found: string | null = null
  for (const time of times) {
    if (time !== null && (found === null || Date.parse(time) > Date.parse(found))) found = time
  }
  return found
}
