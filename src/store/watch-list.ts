/**
 * The watch list: who is followed where FOLG=bevakede.
 *
 * It is changed by functions of the database (migrations 0006 and 0012), because operators reach them
 * with SQL as well. Each change is one transaction that begins with the list's version: a page of
 * events is filtered before it or after it, never in between, so nobody who is added misses an event.
 */
import type { Pool } from './pool.ts'

/** The lanes of folger.ventende_oppslag.prioritet, the first before the others. */
export const LANE = { live: 0, lasting: 1, tilbakefylling: 2 } as const

/** Whoever changes the list, or makes nøkler wait because of it, takes these before any row (no deadlocks). */
export const LOCK_OPPSLAG = `
  select folger.laas_oppslag($1, array(select oppslag from folger.fulgt_oppslag where konsument = $1))`

/**
 * Nothing that waits about these is settled until the transaction ends. Without it an answer could be
 * stored while we look whether it is, and would be asked for again (P5).
 */
export const HOLD = `select folger.hold_tilbake($1, $2)`

const COUNT = `
  select konsument                     as "konsument",
         kilde                         as "kilde",
         count(*)                      as "rows",
         count(distinct identifikator) as "identifikatorer",
         min(lagt_til_at)::text        as "firstAt",
         max(lagt_til_at)::text        as "lastAt"
    from folger.bevaking
   where $1::text is null or konsument = $1
   group by konsument, kilde
   order by konsument, kilde`

export type WatchedCount = {
  readonly konsument: string
  readonly kilde: string
  readonly rows: bigint
  readonly identifikatorer: bigint
  readonly firstAt: string
  readonly lastAt: string
}

/** @param konsument null: all of them */
export async function countWatched(
  pool: Pool,
  konsument: string | null,
): Promise<readonly WatchedCount[]> {
  return (await pool.query<WatchedCount>(COUNT, [konsument])).rows
}
