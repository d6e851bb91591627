/**
 * Re-reads: events that are read again so that what they are about is looked up again.
 *
 * in:   orders of operators (drift.reread), and pages that are stored already
 * out:  rows of folger.ventende_oppslag, in the lane after all others
 *
 * A re-read's place moves in the transaction in which its page's nøkler begin to wait, and only from
 * where the page was asked: it goes on after a kill where it was, and nothing waits twice.
 */
import { type Sekvensnummer, sekvensnummer, type Versjon, versjon } from '../domain/ids.ts'
import { inTransaction, type Pool } from './pool.ts'
import type { PosisjonKey } from './position.ts'
import { LANE } from './watch-list.ts'

export type Reread = {
  readonly nummer: bigint
  /** The next number to ask for. */
  readonly neste: Sekvensnummer
  /** The first that is not read again. */
  readonly til: Sekvensnummer
  /** What was looked up with a higher one has been since the re-read was asked for. */
  readonly versjon: Versjon
}

const LOAD = `
  select nummer  as "nummer",
         neste   as "neste",
         til     as "til",
         versjon as "versjon"
    from folger.gjenlesing
   where konsument = $1 and liste = $2 and ferdig_at is null
   order by nummer
   limit 1`

/** The oldest that is not finished; null when there is none. */
export async function loadReread(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
): Promise<Reread | null> {
  const { rows } = await pool.query<Record<keyof Reread, bigint>>(LOAD, [konsument, liste])
  const [row] = rows
  if (row === undefined) return null
  return {
    nummer: row.nummer,
    neste: sekvensnummer(row.neste),
    til: sekvensnummer(row.til),
    versjon: versjon(row.versjon),
  }
}

const NEXT_STORED = `
  select min(sekvensnummer) as "next"
    from folger.hendelse
   where konsument = $1 and liste = $2 and sekvensnummer > $3`

/** The first number above `above` that is stored; null when there is none. */
export async function nextStored(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
  above: Sekvensnummer,
): Promise<Sekvensnummer | null> {
  const { rows } = await pool.query<{ next: bigint | null }>(NEXT_STORED, [konsument, liste, above])
  const next = rows[0]?.next ?? null
  return next === null ? null : sekvensnummer(next)
}

const WAITING = `
  select count(*)::int as "waiting"
    from unnest($2::text[]) as target (oppslag)
    cross join lateral (
      select 1
        from folger.ventende_oppslag as pending
       where pending.konsument = $1
         and pending.oppslag   = target.oppslag
         and pending.prioritet = ${LANE.tilbakefylling}
       limit $3
    ) as counted`

/** How many nøkler of these oppslag wait in the last lane; of each at most `most` are counted. */
export async function waitingAgain(
  pool: Pool,
  konsument: string,
  oppslag: readonly string[],
  most: number,
): Promise<number> {
  const { rows } = await pool.query<{ waiting: number }>(WAITING, [konsument, oppslag, most])
  return rows[0]?.waiting ?? 0
}

const LOCK_OPPSLAG = `select folger.laas_oppslag($1, $2)`

const ADVANCE = `
  update folger.gjenlesing
     set neste     = $3,
         hendelser = hendelser + $4,
         manglet   = manglet + $5,
         ferdig_at = case when $3 >= til then now() end
   where nummer = $1
     and neste = $2
     and ferdig_at is null`

// What waits goes on waiting until we commit, and what has been settled is seen by the next statement:
// else a nøkkel that is settled between the two would seem neither to wait nor to be answered.
const HOLD_WAITING = `
  select 1
    from folger.ventende_oppslag as pending
   where pending.konsument = $1
     and pending.oppslag = any ($4::text[])
     and pending.identifikator in (
       select identifikator
         from folger.hendelse
        where konsument = $1 and liste = $2
          and sekvensnummer = any ($3::bigint[]))
   order by pending.konsument, pending.oppslag, pending.identifikator, pending.gjelder_periode
     for update of pending`

// P5: several events about one nøkkel may be pages apart: what has been looked up since the re-read
// was asked for is not asked about again. What waits already waits once, in its own lane and for its
// own reason: its look-up is to come, and gives what is asked for.
const QUEUE = `
  with again as (
    select sekvensnummer, identifikator, coalesce(gjelder_periode, '') as gjelder_periode
      from folger.hendelse
     where konsument = $1 and liste = $2
       and sekvensnummer = any ($3::bigint[])
       and identifikator is not null
  ),
  wanted as (
    select target.oppslag, again.identifikator,
           case when target.har_periode then again.gjelder_periode else '' end as gjelder_periode,
           min(again.sekvensnummer) as oldest, max(again.sekvensnummer) as newest
      from again
      cross join unnest($4::text[], $5::boolean[]) as target (oppslag, har_periode)
     where not $6::boolean or exists (
       select 1
         from folger.bevaking as watched
        where watched.konsument = $1
          and watched.identifikator = again.identifikator
          and folger.periode_bevakes(watched.gjelder_periode, again.gjelder_periode))
     group by 1, 2, 3
  ),
  queued as (
    insert into folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode, liste,
      eldste_sekvensnummer, nyeste_sekvensnummer, aarsak, prioritet)
    select $1::text collate "C", wanted.oppslag, wanted.identifikator, wanted.gjelder_periode, $2,
           wanted.oldest, wanted.newest, 'operatoer', ${LANE.tilbakefylling}
      from wanted
     where not exists (
             select 1
               from skatt.opplysning as stored
              where stored.konsument       = $1
                and stored.oppslag         = wanted.oppslag
                and stored.identifikator   = wanted.identifikator
                and stored.gjelder_periode = wanted.gjelder_periode
                and stored.versjon         > $8)
       and not exists (
             select 1
               from folger.parkert_oppslag as parked
              where parked.konsument       = $1
                and parked.oppslag         = wanted.oppslag
                and parked.identifikator   = wanted.identifikator
                and parked.gjelder_periode = wanted.gjelder_periode
                and parked.versjon         > $8)
     order by 1, 2, 3, 4
        on conflict (konsument, oppslag, identifikator, gjelder_periode) do nothing
    returning 1
  )
  update folger.gjenlesing
     set nokler = nokler + (select count(*) from queued)
   where nummer = $7
  returning (select count(*)::int from queued) as "queued"`

export type RereadPage = PosisjonKey & {
  readonly reread: Reread
  /** Where it goes on after this page. */
  readonly neste: Sekvensnummer
  /** The page's events, all of which are stored. */
  readonly numbers: readonly Sekvensnummer[]
  /** How many of them had not been. */
  readonly missing: number
  readonly oppslag: readonly { readonly id: string; readonly harPeriode: boolean }[]
  readonly bareBevakede: boolean
}

/** @returns nøkler that begin to wait; null when somebody else has gone on from there, or it has been ended */
export async function queueAgain(pool: Pool, page: RereadPage): Promise<number | null> {
  const { konsument, liste, reread, neste, numbers, missing, oppslag, bareBevakede } = page
  const ids = oppslag.map(({ id }) => id)
  return inTransaction(pool, async (client) => {
    await client.query(LOCK_OPPSLAG, [konsument, ids])
    const advanced = await client.query(ADVANCE, [
      reread.nummer,
      reread.neste,
      neste,
      numbers.length,
      missing,
    ])
    if (advanced.rowCount === 0) return null
    const about = [konsument, liste, numbers, ids]
    await client.query(HOLD_WAITING, about)
    const { rows } = await client.query<{ queued: number }>(QUEUE, [
      ...about,
      oppslag.map(({ harPeriode }) => harPeriode),
      bareBevakede,
      reread.nummer,
      reread.versjon,
    ])
    return rows[0]?.queued ?? 0
  })
}
