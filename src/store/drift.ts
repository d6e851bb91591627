/**
 * The operator's commands: functions of the schema drift, which operators also call themselves.
 *
 * Each changes what it changes and records itself in folger.revisjon in one transaction; a dry run is
 * the same, undone. Running loops hear of it by orders.ts.
 */
import { Refusal } from '../domain/errors.ts'
import type { Client, Pool } from './pool.ts'
import type { PosisjonKey } from './position.ts'

/** What a command does, or would do. */
export type Effect = {
  /** Of what the command is about: pauses, rows of the watch list, parked nøkler. */
  readonly rows: bigint
  /** Events that are read again. */
  readonly hendelser: bigint
  /** Nøkler that begin to wait, or are held back by a pause. */
  readonly nokler: bigint
  /** Calls that this leads to, if each is answered at the first try. */
  readonly calls: bigint
  /** How long these take with five at a time per API. */
  readonly estimateMs: number
  /** What else is worth knowing, without personal data. */
  readonly note: string | null
}

/** What goes before the call of a function of drift. */
export const EFFECT = `
  select rader                                      as "rows",
         hendelser                                  as "hendelser",
         nokler                                     as "nokler",
         kall                                       as "calls",
         extract(epoch from anslag)::float8 * 1000  as "estimateMs",
         merknad                                    as "note"
    from`

/** What a pause is about: one of a list, an API, or everything. */
export type PauseTarget = {
  readonly liste: string | null
  readonly api: string | null
  readonly all: boolean
  /** Null: for all of them. */
  readonly konsument: string | null
}

const PAUSE = `${EFFECT} drift.pause(liste => $1, api => $2, alt => $3, konsument => $4, dry_run => $5)`

export function pause(pool: Pool, target: PauseTarget, dryRun: boolean): Promise<Effect> {
  const { liste, api, all, konsument } = target
  return command(pool, PAUSE, [liste, api, all, konsument, dryRun])
}

const RESUME = `${EFFECT} drift.resume(liste => $1, api => $2, alt => $3, konsument => $4,
  accept_deletions => $5, dry_run => $6)`

/** @param acceptDeletions true: what is ended is not a pause but the stop for a wave of deletions (P8) */
export function resume(
  pool: Pool,
  { liste, api, all, konsument }: PauseTarget,
  acceptDeletions: boolean,
  dryRun: boolean,
): Promise<Effect> {
  return command(pool, RESUME, [liste, api, all, konsument, acceptDeletions, dryRun])
}

export type ParkedChoice = {
  readonly oppslag: string | null
  /** A feilkode such as `SSG-006`. */
  readonly kode: string | null
  /** A class of fault, such as `SERVER_ERROR`. */
  readonly klasse: string | null
  readonly konsument: string | null
}

const RETRY = `${EFFECT} drift.retry(oppslag => $1, kode => $2, klasse => $3, konsument => $4, dry_run => $5)`

export function retryParked(pool: Pool, choice: ParkedChoice, dryRun: boolean): Promise<Effect> {
  const { oppslag, kode, klasse, konsument } = choice
  return command(pool, RETRY, [oppslag, kode, klasse, konsument, dryRun])
}

export type WantedNokkel = {
  readonly oppslag: string
  readonly identifikator: string
  /** Empty where the oppslag has none. */
  readonly gjelderPeriode: string
}

const LOOKUP = `${EFFECT} drift.lookup(oppslag => $1, identifikatorer => $2, perioder => $3,
  konsument => $4, dry_run => $5)`

export function lookUpNow(
  pool: Pool,
  konsument: string,
  wanted: readonly WantedNokkel[],
  dryRun: boolean,
): Promise<Effect> {
  return command(pool, LOOKUP, [
    wanted.map(({ oppslag }) => oppslag),
    wanted.map(({ identifikator }) => identifikator),
    wanted.map(({ gjelderPeriode }) => gjelderPeriode),
    konsument,
    dryRun,
  ])
}

export type PositionMove = {
  readonly konsument: string
  readonly liste: string
  /** Where it reads on. */
  readonly to: bigint
  /** Whether numbers that have not been read may be skipped. */
  readonly skip: boolean
  /** Of a list in gap: whether it was set up anew, so that its stored events are forgotten. Null: not said. */
  readonly isNewList: boolean | null
}

const REREAD = `${EFFECT} drift.reread(liste => $1, fra_sekvensnummer => $2, til_sekvensnummer => $3,
  konsument => $4, dry_run => $5)`

/** @param to the last number to read again; null: all that has been read */
export function orderReread(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
  from: bigint,
  to: bigint | null,
  dryRun: boolean,
): Promise<Effect> {
  return command(pool, REREAD, [liste, from, to, konsument, dryRun])
}

const END_REREADS = `${EFFECT} drift.reread_avbryt(liste => $1, konsument => $2, dry_run => $3)`

export function endRereads(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
  dryRun: boolean,
): Promise<Effect> {
  return command(pool, END_REREADS, [liste, konsument, dryRun])
}

const SET_POSITION = `${EFFECT} drift.set_position(liste => $1, sekvensnummer => $2, konsument => $3,
  hopp_over => $4, ny_liste => $5, dry_run => $6)`

export function setPosition(pool: Pool, move: PositionMove, dryRun: boolean): Promise<Effect> {
  const { liste, to, konsument, skip, isNewList } = move
  return command(pool, SET_POSITION, [liste, to, konsument, skip, isNewList, dryRun])
}

/** `*` as gjelderPeriode: all of them. */
export type Bevaking = { readonly identifikator: string; readonly gjelderPeriode: string }

const WATCH_ADD = `${EFFECT} drift.watch_add(identifikatorer => $1, perioder => $2, konsument => $3,
  kilde => $4, prioritet => $5::smallint, dry_run => $6)`

/** @param kilde where they come from, without personal data */
export function watchAdd(
  db: Pool | Client,
  konsument: string,
  watched: readonly Bevaking[],
  { kilde, lane }: { readonly kilde: string; readonly lane: number },
  dryRun: boolean,
): Promise<Effect> {
  return command(db, WATCH_ADD, [...columns(watched), konsument, kilde, lane, dryRun])
}

const WATCH_REMOVE = `${EFFECT} drift.watch_remove(identifikatorer => $1, perioder => $2,
  konsument => $3, slett => $4, dry_run => $5)`

/** @param erase whether what is stored about them goes as well */
export function watchRemove(
  db: Pool | Client,
  konsument: string,
  watched: readonly Bevaking[],
  erase: boolean,
  dryRun: boolean,
): Promise<Effect> {
  return command(db, WATCH_REMOVE, [...columns(watched), konsument, erase, dryRun])
}

function columns(watched: readonly Bevaking[]): [identifikatorer: string[], perioder: string[]] {
  return [
    watched.map(({ identifikator }) => identifikator),
    watched.map(({ gjelderPeriode }) => gjelderPeriode),
  ]
}

/** What the functions of drift refuse, with a message for the operator, has this SQLSTATE. */
const REFUSED = 'HF001'

/** Runs a function of drift that gives a virkning. @throws Refusal where it says no */
export async function command(
  db: Pool | Client,
  statement: string,
  values: readonly unknown[],
): Promise<Effect> {
  try {
    const { rows } = await db.query<Effect>(statement, [...values])
    const [effect] = rows
    if (effect === undefined) throw new Error('a function of drift gave no row')
    return effect
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === REFUSED) {
      throw new Refusal(error.message)
    }
    throw error
  }
}
