/**
 * Retention: old events and old changes are deleted, in batches that hold no lock for long.
 *
 * Never moves a posisjon: that is a row of its own. Where the change feed begins is noted in the
 * transaction that deletes, so that no reader goes on over a gap (P9).
 */
import type { Pool } from './pool.ts'

const BATCH = 5_000

/** The rows whose time is more than $1 days ago, $2 of them at most, as `deleted`. */
function deletedFrom(table: string, time: string, returning: string): string {
  return `
  with deleted as (
    delete from ${table}
     where ctid = any (array(
       select ctid
         from ${table}
        where ${time} < now() - make_interval(days => $1)
        limit $2))
    returning ${returning}
  )`
}

const COUNT = `
  select count(*)::int as "count" from deleted`

const DELETE_EVENTS = `${deletedFrom('folger.hendelse', 'mottatt_at', 'sekvensnummer')}${COUNT}`

const DELETE_HISTORY = `${deletedFrom('skatt.opplysning_historikk', 'gyldig_til_at', 'versjon')}${COUNT}`

const DELETE_CHANGES = `${deletedFrom('skatt.endring', 'endret_at', 'transaksjon, endringsnummer')},
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
  )${COUNT}`

const LATE = `
  select count(*)::int as "count"
    from skatt.lesere
   where har_mistet`

/** @returns rows deleted */
export async function deleteOldHendelser(
  pool: Pool,
  days: number,
  signal: AbortSignal,
): Promise<number> {
  return inBatches(pool, DELETE_EVENTS, days, signal)
}

/** @returns rows deleted */
export async function deleteOldEndringer(
  pool: Pool,
  days: number,
  signal: AbortSignal,
): Promise<number> {
  return inBatches(pool, DELETE_CHANGES, days, signal)
}

/** @returns rows deleted */
export async function deleteOldHistorikk(
  pool: Pool,
  days: number,
  signal: AbortSignal,
): Promise<number> {
  return inBatches(pool, DELETE_HISTORY, days, signal)
}

/** @returns how many readers have missed changes: they are refused until they begin anew */
export async function countLateReaders(pool: Pool): Promise<number> {
  return countOf(pool, LATE, [])
}

async function inBatches(
  pool: Pool,
  statement: string,
  days: number,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0
  while (!signal.aborted) {
    const count = await countOf(pool, statement, [days, BATCH])
    deleted += count
    if (count < BATCH) break
  }
  return deleted
}

async function countOf(pool: Pool, statement: string, values: readonly number[]): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(statement, [...values])
  return rows[0]?.count ?? 0
}
