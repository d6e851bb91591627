/**
 * Retention: old events and old changes are deleted, in batches that hold no lock for long.
 *
 * Never moves a posisjon: that is a row of its own. Where the change feed begins is noted in the
 * transaction that deletes, so that no reader goes on over a gap (P9).
 */
import type { Pool } from './pool.ts'

const BATCH = 5_000

const DELETE_EVENTS = `
  with deleted as (
    delete from folger.hendelse
     where ctid = any (array(
       select ctid
         from folger.hendelse
        where mottatt_at < now() - make_interval(days => $1)
        limit $2))
    returning 1
  )
  select count(*)::int as "count" from deleted`

const DELETE_CHANGES = `
  with deleted as (
    delete from skatt.endring
     where ctid = any (array(
       select ctid
         from skatt.endring
        where endret_at < now() - make_interval(days => $1)
        limit $2))
    returning transaksjon, endringsnummer
  ),
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
  )
  select count(*)::int as "count" from deleted`

const DELETE_HISTORY = `
  with deleted as (
    delete from skatt.opplysning_historikk
     where ctid = any (array(
       select ctid
         from skatt.opplysning_historikk
        where gyldig_til_at < now() - make_interval(days => $1)
        limit $2))
    returning 1
  )
  select count(*)::int as "count" from deleted`

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
