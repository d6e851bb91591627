/**
 * The watch list: who is followed where FOLG=bevakede.
 *
 * in:   identifikatorer from operators, files and applications
 * out:  rows of folger.bevaking, and of folger.ventende_oppslag for the events that we hold about them
 *
 * The statements are functions of the schema folger, because operators reach them with SQL as well.
 * Each change is one transaction that begins with the list's version: a page of events is filtered
 * before it or after it, never in between, so nobody who is added misses an event.
 */
import type { Client, Pool } from './pool.ts'

/** `*` as gjelderPeriode: all of them. */
export type Bevaking = { readonly identifikator: string; readonly gjelderPeriode: string }

/** The lanes of folger.ventende_oppslag.prioritet, the first before the others. */
export const LANE = { live: 0, lasting: 1, tilbakefylling: 2 } as const
export type Lane = (typeof LANE)[keyof typeof LANE]

const ADD = `
  select nye       as "added",
         ventende  as "queued"
    from folger.bevak($1, $2, $3, $4, $5::smallint)`

export type Added = {
  /** Rows that were not on the list before. */
  readonly added: bigint
  /** Nøkler that wait because of events we hold about them. */
  readonly queued: bigint
}

/** @param kilde where they come from, without personal data: `fil`, `kommando` */
export async function addWatched(
  db: Pool | Client,
  konsument: string,
  watched: readonly Bevaking[],
  { kilde, lane }: { readonly kilde: string; readonly lane: Lane },
): Promise<Added> {
  const { rows } = await db.query<Added>(ADD, [konsument, ...columns(watched), kilde, lane])
  return rows[0] ?? { added: 0n, queued: 0n }
}

const REMOVE = `
  select fjernet as "removed",
         slettet as "erased"
    from folger.slutt_aa_bevake($1, $2, $3, $4)`

export type Removed = {
  readonly removed: bigint
  /** Opplysninger that were erased. */
  readonly erased: bigint
}

/** @param erase whether what is stored about them goes as well */
export async function removeWatched(
  db: Pool | Client,
  konsument: string,
  watched: readonly Bevaking[],
  erase: boolean,
): Promise<Removed> {
  const { rows } = await db.query<Removed>(REMOVE, [konsument, ...columns(watched), erase])
  return rows[0] ?? { removed: 0n, erased: 0n }
}

function columns(watched: readonly Bevaking[]): [identer: string[], perioder: string[]] {
  return [
    watched.map(({ identifikator }) => identifikator),
    watched.map(({ gjelderPeriode }) => gjelderPeriode),
  ]
}

const COUNT = `
  select konsument                              as "konsument",
         kilde                                  as "kilde",
         count(*)                               as "rows",
         count(distinct identifikator)          as "identifikatorer",
         min(lagt_til_at)::text                 as "firstAt",
         max(lagt_til_at)::text                 as "lastAt"
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
