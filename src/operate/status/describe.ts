/**
 * The facts in words, once for all who show them: the page has them as HTML, the command as text.
 *
 * Pure.
 */
import { count } from '../../lib/text-table.ts'
import type { ApiStatus, ListeStatus, Status } from './status.ts'
import { apiTodos, listeTodos, type Todo } from './todo.ts'
import { agoOrNever, clock, duration, numbered } from './words.ts'

export type Urgency = Todo['urgency'] | 'well'

export type ListeWords = {
  readonly konsument: string
  readonly liste: string
  readonly urgency: Urgency
  readonly state: string
  /** What the state comes of: the fault. */
  readonly reason: string | null
  readonly posisjon: string
  /** How far the list is known to reach beyond it. */
  readonly lag: string
  readonly read: string
  /** Up to when the tables are complete. */
  readonly reflected: string
  readonly ventende: string
  readonly oldest: string
  readonly parkert: string
  readonly calls: ListeStatus['kall']
}

export type ApiWords = {
  readonly konsument: string
  readonly api: string
  readonly urgency: Urgency
  readonly state: string
  readonly reason: string | null
  readonly slots: string
  readonly oppslag: string
  readonly calls: ApiStatus['kall']
}

/** Those that need somebody first. */
export function describeLister({ lister, readMs }: Status): readonly ListeWords[] {
  return byUrgency(lister.map((row) => liste(row, readMs ?? 0)))
}

/** Those that need somebody first. */
export function describeApier({ apier, readMs }: Status): readonly ApiWords[] {
  return byUrgency(apier.map((row) => api(row, readMs ?? 0)))
}

/** What is to be said when there is nothing to do. */
export function wellBeing({ lister, readMs }: Status): string {
  if (readMs === null) return 'Postgres is being read.'
  const followed = lister.filter(({ isFollowed }) => isFollowed)
  const atEnd = followed.filter(({ tilstand }) => tilstand === 'ajour').length
  const ventende = followed.reduce((sum, row) => sum + row.ventende, 0n)
  const reading =
    atEnd === followed.length
      ? `${numbered(atEnd, 'list has', 'lists have')} been read to the end`
      : `${count(atEnd)} of ${numbered(followed.length, 'list has', 'lists have')} been read to the end, the others are being read`
  const waiting =
    ventende === 0n
      ? 'nothing waits to be looked up'
      : `${numbered(ventende, 'nøkkel waits', 'nøkler wait')} to be looked up`
  return `${reading}; ${waiting}.`
}

const STATES: Readonly<Record<ListeStatus['tilstand'], string>> = {
  leser: 'reading',
  ajour: 'up to date',
  feil: 'does not answer',
  pauset: 'paused by an operator',
  gap: 'in gap',
  ny: 'not begun',
}

function liste(row: ListeStatus, nowMs: number): ListeWords {
  const { konsument, tilstand, isFollowed, neste, hode, ventende, eldsteVentendeMs } = row
  const isBegun = tilstand !== 'ny'
  return {
    konsument,
    liste: row.liste,
    urgency: urgencyOf(listeTodos(row, nowMs)),
    state: isFollowed ? STATES[tilstand] : 'not followed by these settings',
    reason: tilstand === 'feil' || tilstand === 'gap' ? row.feil : null,
    posisjon: isBegun ? String(neste) : '',
    lag: isBegun && hode >= neste ? `${count(hode - neste + 1n)} behind, at least` : '',
    read: isBegun ? agoOrNever(row.lestMs, nowMs) : '',
    reflected: row.gjenspeilerTilMs === null ? '' : clock(row.gjenspeilerTilMs),
    ventende: count(ventende),
    oldest: eldsteVentendeMs === null ? '' : duration(nowMs - eldsteVentendeMs),
    parkert: count(row.parkert),
    calls: row.kall,
  }
}

function api(row: ApiStatus, nowMs: number): ApiWords {
  const { konsument, tilstand, slots, sinceMs, nesteMs, pausetAv } = row
  const since = sinceMs === null ? '' : ` for ${duration(nowMs - sinceMs)}`
  const probe =
    nesteMs === null || nesteMs <= nowMs ? 'one probe at a time' : `next probe at ${time(nesteMs)}`
  const words = {
    kaller: { state: 'called', slots: numbered(slots, 'slot', 'slots') },
    pauset: { state: `paused${since}`, slots: `${slots}, ${probe}` },
    'pauset av operatør': { state: `paused by ${pausetAv ?? 'an operator'}`, slots: '0' },
    'holder slettinger tilbake': {
      state: `holds deletions back${since}`,
      slots: `${slots}, ${probe}`,
    },
  }[tilstand]
  return {
    konsument,
    api: row.api,
    urgency: urgencyOf(apiTodos(row, nowMs)),
    ...words,
    reason: tilstand === 'kaller' ? null : row.feil,
    oppslag: row.oppslag.join(', '),
    calls: row.kall,
  }
}

function time(ms: number): string {
  return clock(ms).slice('2026-11-25 '.length)
}

const ORDER: readonly Urgency[] = ['now', 'soon', 'wait', 'well']

function urgencyOf(todos: readonly Todo[]): Urgency {
  return ORDER.find((one) => todos.some(({ urgency }) => urgency === one)) ?? 'well'
}

function byUrgency<Row extends { readonly urgency: Urgency }>(
  rows: readonly Row[],
): readonly Row[] {
  return rows.toSorted((a, b) => ORDER.indexOf(a.urgency) - ORDER.indexOf(b.urgency))
}
