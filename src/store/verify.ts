/** What the tables lack of a page of events, for those who trust nobody. Writes nothing. */
import type { Hendelse } from '../domain/hendelse.ts'
import { type Sekvensnummer, sekvensnummer } from '../domain/ids.ts'
import type { Pool } from './pool.ts'
import type { PosisjonKey } from './position.ts'

/** What is looked up for the list's events, and for whom. */
export type Wanted = {
  readonly oppslag: readonly { readonly id: string; readonly harPeriode: boolean }[]
  readonly bareBevakede: boolean
}

export type Lacking = {
  /** Events that are not stored. */
  readonly missing: readonly Sekvensnummer[]
  /** Events that are stored as another: other identifikator, period or time. */
  readonly different: readonly Sekvensnummer[]
  /** Nøkler that no answer is stored for and that neither wait nor are parked, by oppslag. */
  readonly unanswered: ReadonlyMap<string, number>
}

const COMPARE = `
  with page as (
    select sekvensnummer, identifikator, gjelder_periode, registreringstidspunkt
      from unnest($3::bigint[], $4::text[], $5::text[], $6::text[])
        as page (sekvensnummer, identifikator, gjelder_periode, registreringstidspunkt)
  ),
  compared as (
    select page.sekvensnummer,
           stored.mottatt_at,
           stored.identifikator,
           coalesce(stored.gjelder_periode, '') as gjelder_periode,
           (page.identifikator, page.gjelder_periode, page.registreringstidspunkt)
             is distinct from
           (stored.identifikator, stored.gjelder_periode, stored.registreringstidspunkt)
             and stored.glemt_at is null as is_other -- of who was forgotten the number alone is left
      from page
      left join folger.hendelse as stored
        on stored.konsument = $1 and stored.liste = $2
       and stored.sekvensnummer = page.sekvensnummer
  ),
  wanted as (
    select target.oppslag, compared.identifikator,
           case when target.har_periode then compared.gjelder_periode else '' end as gjelder_periode,
           max(compared.sekvensnummer) as sekvensnummer, max(compared.mottatt_at) as mottatt_at
      from compared
      cross join unnest($7::text[], $8::boolean[]) as target (oppslag, har_periode)
     where compared.identifikator is not null
       and (not $9::boolean or exists (
         select 1
           from folger.bevaking as watched
          where watched.konsument = $1
            and watched.identifikator = compared.identifikator
            and folger.periode_bevakes(watched.gjelder_periode, compared.gjelder_periode)))
     group by 1, 2, 3
  ),
  unanswered as (
    select wanted.oppslag, count(*)::int as number
      from wanted
     where not exists (
             select 1
               from folger.ventende_oppslag as pending
              where pending.konsument       = $1
                and pending.oppslag         = wanted.oppslag
                and pending.identifikator   = wanted.identifikator
                and pending.gjelder_periode = wanted.gjelder_periode)
       and not exists (
             select 1
               from folger.parkert_oppslag as parked
              where parked.konsument       = $1
                and parked.oppslag         = wanted.oppslag
                and parked.identifikator   = wanted.identifikator
                and parked.gjelder_periode = wanted.gjelder_periode)
       -- Answered for another reason meanwhile: then the answer came after the event.
       and not exists (
             select 1
               from skatt.opplysning as stored
              where stored.konsument       = $1
                and stored.oppslag         = wanted.oppslag
                and stored.identifikator   = wanted.identifikator
                and stored.gjelder_periode = wanted.gjelder_periode
                and (stored.hentet_at >= wanted.mottatt_at
                     or stored.liste = $2 and stored.sekvensnummer >= wanted.sekvensnummer))
     group by wanted.oppslag
  )
  select (select array_agg(sekvensnummer::text order by sekvensnummer)
            from compared where mottatt_at is null)                  as "missing",
         (select array_agg(sekvensnummer::text order by sekvensnummer)
            from compared where mottatt_at is not null and is_other) as "different",
         (select jsonb_object_agg(oppslag, number) from unanswered)    as "unanswered"`

type Row = {
  readonly missing: readonly string[] | null
  readonly different: readonly string[] | null
  readonly unanswered: Readonly<Record<string, number>> | null
}

export async function lackingOf(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
  { oppslag, bareBevakede }: Wanted,
  hendelser: readonly Hendelse[],
): Promise<Lacking> {
  const { rows } = await pool.query<Row>(COMPARE, [
    konsument,
    liste,
    hendelser.map((h) => h.sekvensnummer),
    hendelser.map((h) => h.identifikator),
    hendelser.map((h) => h.gjelderPeriode),
    hendelser.map((h) => h.registreringstidspunkt),
    oppslag.map(({ id }) => id),
    oppslag.map(({ harPeriode }) => harPeriode),
    bareBevakede,
  ])
  const [row] = rows
  return {
    missing: numbers(row?.missing ?? null),
    different: numbers(row?.different ?? null),
    unanswered: new Map(Object.entries(row?.unanswered ?? {})),
  }
}

/** Arrays of bigint come as text. */
function numbers(texts: readonly string[] | null): readonly Sekvensnummer[] {
  return (texts ?? []).map((text) => sekvensnummer(BigInt(text)))
}

const FIRST = `
  select min(sekvensnummer) as "first"
    from folger.hendelse
   where konsument = $1 and liste = $2`

/** The lowest number that is stored; null when none is. */
export async function firstStored(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
): Promise<Sekvensnummer | null> {
  const { rows } = await pool.query<{ first: bigint | null }>(FIRST, [konsument, liste])
  const first = rows[0]?.first ?? null
  return first === null ? null : sekvensnummer(first)
}
