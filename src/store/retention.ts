/**
 * Retention: old events and old changes are deleted, in batches that hold no lock for long.
 * Never moves a posisjon: that is a row of its own.
 */
import type { Pool } from './pool.ts'

const BATCH = 5_000

const DELETE_EVENTS = `
  delete from folger.hendelse
   where ctid = any (array(
     select ctid
       from folger.hendelse
      where mottatt_at < now() - make_interval(days => $1)
      limit $2))`

const DELETE_CHANGES = `
  delete from skatt.endring
   where ctid = any (array(
     select ctid
       from skatt.endring
      where endret_at < now() - make_interval(days => $1)
      limit $2))`

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

async function inBatches(
  pool: Pool,
  statement: string,
  days: number,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0
  while (!signal.aborted) {
    const { rowCount } = await pool.query(statement, [days, BATCH])
    deleted += rowCount ?? 0
    if ((rowCount ?? 0) < BATCH) break
  }
  return deleted
}
