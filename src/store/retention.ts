/**
 * Retention: what is older than it may be is deleted, in batches that hold no lock for long.
 *
 * Never moves a posisjon: that is a row of its own. Where the change feed begins is noted in the
 * transaction that deletes, so that no reader goes on over a gap (P9). What waits or is parked has no
 * age: it is work that is still to be done.
 */
import type { Pool } from './pool.ts'

const BATCH = 5_000

/** The rows of that condition whose time is more than $1 days ago, $2 of them at most, as `deleted`. */
function deletedFrom(
  table: string,
  time: string,
  { returning = '1', where = 'true' }: { returning?: string; where?: string } = {},
): string {
  return `
  with deleted as (
    delete from ${table}
     where ctid = any (array(
       select ctid
         from ${table}
        where ${time} < now() - make_interval(days => $1)
          and ${where}
        limit $2))
    returning ${returning}
  )`
}

const COUNT = `
  select count(*)::int as "count" from deleted`

// P2, P5: the overlap is read again, and what had been deleted of it would come back as news. And by
// the newest event it is told whether a list is still the one that is followed.
const DELETE_EVENTS = `${deletedFrom('folger.hendelse', 'mottatt_at', {
  where: `not exists (
            select
              from folger.posisjon
             where posisjon.konsument = hendelse.konsument
               and posisjon.liste     = hendelse.liste
               and hendelse.sekvensnummer
                   >= least(posisjon.overlapp_fra, posisjon.neste_sekvensnummer) - greatest($3::bigint, 1))`,
})}${COUNT}`

/**
 * @param days that events are kept, and for how many numbers below each posisjon whatever their age
 * @returns rows deleted
 */
export async function deleteOldHendelser(
  pool: Pool,
  { days, overlap }: { readonly days: number; readonly overlap: number },
  signal: AbortSignal,
): Promise<number> {
  return inBatches(pool, DELETE_EVENTS, [days, BATCH, overlap], signal)
}

/** What else has an age, and is deleted when that is more than its days. */
export const AGING = [
  'endringer',
  'historikk',
  'slettede',
  'bevakingsoensker',
  'oppslagslogg',
  'glemte',
  'revisjon',
] as const

export type Aging = (typeof AGING)[number]

// By their keys: a place on disk means something in one partition alone. Whoever stores an answer
// holds its row, in another order than ours: we wait for none, and take it another night.
const ERASE = `
    delete from skatt.opplysning as stored
     using old
     where (stored.konsument, stored.identifikator, stored.gjelder_periode, stored.oppslag)
         = (old.konsument, old.identifikator, old.gjelder_periode, old.oppslag)`

const STATEMENTS: Readonly<Record<Aging, string>> = {
  endringer: `${deletedFrom('skatt.endring', 'endret_at', { returning: 'transaksjon, endringsnummer' })},
  last as (
    select transaksjon, endringsnummer
      from deleted
     order by transaksjon desc, endringsnummer desc
     limit 1
  ),
  noted as (
    update skatt.strom
       set beholdes_dager = $1,
           slettet_til    = greatest(strom.slettet_til,
             row((last.transaksjon::text::bigint + strom.forskyvning)::text::xid8, last.endringsnummer)
               ::skatt.endringsplass)
      from last
  )${COUNT}`,

  historikk: `${deletedFrom('skatt.opplysning_historikk', 'gyldig_til_at')}${COUNT}`,

  // A row goes after its history, which would be erased with it.
  slettede: `
  with old as (
    select konsument, identifikator, gjelder_periode, oppslag
      from skatt.opplysning as stored
     where tilstand <> 'gjeldende'
       and endret_at < now() - make_interval(days => $1)
       and not exists (
         select
           from skatt.opplysning_historikk as earlier
          where earlier.identifikator   = stored.identifikator
            and earlier.konsument       = stored.konsument
            and earlier.oppslag         = stored.oppslag
            and earlier.gjelder_periode = stored.gjelder_periode)
     limit $2
       for update of stored skip locked
  ),
  deleted as (${ERASE}
    returning 1
  )${COUNT}`,

  bevakingsoensker: `${deletedFrom('skatt.bevakingsoenske', 'onsket_at', { where: 'feil is not null' })}${COUNT}`,

  oppslagslogg: `${deletedFrom('folger.oppslagslogg', 'time')}${COUNT}`,

  glemte: `${deletedFrom('folger.glemt', 'glemt_at')}${COUNT}`,

  // By a function of the owner's: the daemon may not change what was done.
  revisjon: `select folger.slett_gammel_revisjon($1::int, $2::int)::int as "count"`,
}

/** @returns rows deleted */
export async function deleteOld(
  pool: Pool,
  what: Aging,
  days: number,
  signal: AbortSignal,
): Promise<number> {
  return inBatches(pool, STATEMENTS[what], [days, BATCH], signal)
}

// Along the primary key, a batch of rows at a time, whatever is in them: the period is no beginning
// of any index. Consumers are told, as of every deletion.
const ERASE_YEARS = `
  with looked_at as (
    select konsument, identifikator, gjelder_periode, oppslag
      from skatt.opplysning
     where (konsument, identifikator, gjelder_periode, oppslag) > ($1, $2, $3, $4)
     order by 1, 2, 3, 4
     limit $5
  ),
  old as (
    select konsument, identifikator, gjelder_periode, oppslag
      from skatt.opplysning as stored
      join looked_at using (konsument, identifikator, gjelder_periode, oppslag)
     where gjelder_periode ~ '^\\d{4}(-|$)'
       and left(gjelder_periode, 4)::int
         < extract(year from now() at time zone 'Europe/Oslo')::int - $6::int
       for update of stored skip locked
  ),
  erased as (${ERASE}
    returning stored.konsument, stored.oppslag, stored.identifikator, stored.gjelder_periode, stored.tilstand
  ),
  told as (
    insert into skatt.endring (konsument, oppslag, identifikator, gjelder_periode, type)
    select konsument, oppslag, identifikator, gjelder_periode, 'slettet'
      from erased
     where tilstand = 'gjeldende'
     order by 1, 2, 3, 4
  )
  select (select count(*)::int from erased) as "count",
         array[last.konsument, last.identifikator, last.gjelder_periode, last.oppslag] as "last"
    from (select konsument, identifikator, gjelder_periode, oppslag
            from looked_at
           order by 1 desc, 2 desc, 3 desc, 4 desc
           limit 1) as last`

/**
 * Erases opplysninger about income years before that.
 *
 * @param years back from this year
 * @returns rows deleted
 */
export async function eraseOldYears(
  pool: Pool,
  years: number,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0
  let after: readonly string[] = ['', '', '', '']
  while (!signal.aborted) {
    const { rows } = await pool.query<{ count: number; last: string[] }>(ERASE_YEARS, [
      ...after,
      BATCH,
      years,
    ])
    const [batch] = rows
    if (batch === undefined) break
    deleted += batch.count
    after = batch.last
  }
  return deleted
}

const LATE = `
  select count(*)::int as "count"
    from skatt.lesere
   where har_mistet`

/** @returns how many readers have missed changes: they are refused until they begin anew */
export async function countLateReaders(pool: Pool): Promise<number> {
  return countOf(pool, LATE, [])
}

async function inBatches(
  pool: Pool,
  statement: string,
  values: readonly number[],
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0
  while (!signal.aborted) {
    const count = await countOf(pool, statement, values)
    deleted += count
    if (count < BATCH) break
  }
  return deleted
}

async function countOf(pool: Pool, statement: string, values: readonly number[]): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(statement, [...values])
  return rows[0]?.count ?? 0
}
