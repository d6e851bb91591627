/**
 * How the following goes: the same facts for the status page, /status.json, the metrics and the command.
 *
 * in:   what Postgres knows, and what the settings say is followed
 * out:  a row per konsument and list, a row per konsument and API, and what an operator should do now
 *
 * Pure. P12: no identifikator; nothing here is about a single nøkkel.
 */
import type { FaultCode } from '../../domain/errors.ts'
import type { PosisjonKey } from '../../store/position.ts'
import type { FeedRow, ListeRow, ParkertRow, StoredStatus } from '../../store/status.ts'
import { type Todo, todosOf } from './todo.ts'

export type Status = Facts & {
  /** What an operator should do, the most urgent first; empty when nothing is wrong. */
  readonly todo: readonly Todo[]
}

export type Facts = {
  readonly version: string
  /** The address of the APIs: which environment this is. */
  readonly miljoe: string
  /** Null while Postgres can be read. */
  readonly databaseFault: DatabaseFault | null
  /** When the facts were read; null: never yet. */
  readonly readMs: number | null
  readonly lister: readonly ListeStatus[]
  readonly apier: readonly ApiStatus[]
  readonly parkert: readonly ParkertRow[]
  readonly feed: FeedRow | null
}

export type DatabaseFault = { readonly sinceMs: number; readonly advice: string }

export type ListeStatus = Omit<ListeRow, 'tilstand'> & {
  /** `ny`: followed, and not begun: it has no posisjon yet. */
  readonly tilstand: ListeRow['tilstand'] | 'ny'
  /** Whether these settings follow it: a posisjon stays when a list is taken out. */
  readonly isFollowed: boolean
  /** Whether some replica reads it. */
  readonly isHeld: boolean
  /** The longest time between two readings of its plan. */
  readonly planMs: number
  readonly kall: Calls
}

export type ApiStatus = {
  readonly konsument: string
  readonly api: string
  readonly oppslag: readonly string[]
  readonly tilstand: 'kaller' | 'pauset' | 'pauset av operatør' | 'holder slettinger tilbake'
  /** Calls that may be in flight now: 0 or 1 while it is paused. */
  readonly slots: number
  readonly feil: string | null
  readonly feilklasse: FaultCode | null
  readonly sinceMs: number | null
  /** When the next probe of a paused API is made. */
  readonly nesteMs: number | null
  readonly pausetAv: string | null
  /** Since when a nøkkel has been due; null when none is. */
  readonly forfaltMs: number | null
  readonly isHeld: boolean
  readonly kall: Calls
}

/** Calls by hour, the oldest first: 24 of them, the last being the hour under way. */
export type Calls = readonly number[]

/** What the settings say. */
export type Followed = {
  readonly version: string
  readonly miljoe: string
  readonly lister: readonly {
    readonly konsument: string
    readonly liste: string
    readonly planMs: number
  }[]
  readonly slots: number
}

/** @param stored null: Postgres has not been read yet */
export function statusOf(
  stored: StoredStatus | null,
  followed: Followed,
  databaseFault: DatabaseFault | null,
): Status {
  const facts: Facts = {
    version: followed.version,
    miljoe: followed.miljoe,
    databaseFault,
    readMs: stored?.readMs ?? null,
    lister: stored === null ? [] : listerOf(stored, followed),
    apier: stored === null ? [] : apierOf(stored, followed),
    parkert: stored?.parkert ?? [],
    feed: stored?.feed ?? null,
  }
  return { ...facts, todo: todosOf(facts) }
}

function listerOf(stored: StoredStatus, { lister: followed }: Followed): readonly ListeStatus[] {
  const settings = new Map(followed.map((one) => [keyOf(one), one]))
  const begun = stored.lister.map((row) => {
    const its = settings.get(keyOf(row))
    settings.delete(keyOf(row))
    return { ...row, isFollowed: its !== undefined, planMs: its?.planMs ?? 0 }
  })
  const notBegun = [...settings.values()].map((one) => ({
    ...NOT_BEGUN,
    ...one,
    isFollowed: true,
  }))
  return [...begun, ...notBegun].map((row) => {
    const { konsument, liste } = row
    const ids = stored.oppslag
      .filter((one) => one.konsument === konsument && one.liste === liste)
      .map(({ oppslag }) => oppslag)
    return {
      ...row,
      isHeld: stored.held.includes(`liste:${konsument}:${liste}`),
      kall: callsOf(stored, konsument, ids),
    }
  })
}

const NOT_BEGUN = {
  tilstand: 'ny',
  neste: 0n,
  hode: 0n,
  lestMs: null,
  ajourMs: null,
  registrertMs: null,
  gjenspeilerTilMs: null,
  ventende: 0n,
  eldsteVentendeMs: null,
  parkert: 0n,
  feil: null,
} as const

function keyOf({ konsument, liste }: PosisjonKey): string {
  return `${konsument} ${liste}`
}

function apierOf(stored: StoredStatus, { slots }: Followed): readonly ApiStatus[] {
  return stored.apier.map((row) => {
    const { konsument, api, feil, feilklasse, pausetAv, bolgeMs, pausetMs, nesteMs } = row
    const its = stored.oppslag.filter((one) => one.konsument === konsument && one.api === api)
    const oppslag = its.map((one) => one.oppslag)
    const due = its.flatMap(({ forfaltMs }) => forfaltMs ?? [])
    const rest = {
      konsument,
      api,
      oppslag,
      feil,
      feilklasse,
      pausetAv,
      nesteMs,
      forfaltMs: due.length === 0 ? null : Math.min(...due),
      isHeld: stored.held.includes(`api:${api}`),
      kall: callsOf(stored, konsument, oppslag),
    }
    if (pausetAv !== null)
      return { ...rest, tilstand: 'pauset av operatør', slots: 0, sinceMs: null }
    const probes = nesteMs !== null && nesteMs > stored.readMs ? 0 : 1
    if (bolgeMs !== null) {
      return { ...rest, tilstand: 'holder slettinger tilbake', slots: probes, sinceMs: bolgeMs }
    }
    if (feil !== null) return { ...rest, tilstand: 'pauset', slots: probes, sinceMs: pausetMs }
    return { ...rest, tilstand: 'kaller', slots, sinceMs: null }
  })
}

const HOUR_MS = 3_600_000

function callsOf(stored: StoredStatus, konsument: string, oppslag: readonly string[]): Calls {
  const hours = Array.from({ length: 24 }, () => 0)
  const thisHour = Math.floor(stored.readMs / HOUR_MS)
  for (const row of stored.kall) {
    const at = 23 - (thisHour - Math.floor(row.timeMs / HOUR_MS))
    if (row.konsument !== konsument || !oppslag.includes(row.oppslag)) continue
    if (at >= 0 && at < 24) hours[at] = (hours[at] ?? 0) + Number(row.antall)
  }
  return hours
}
