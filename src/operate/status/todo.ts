/**
 * What an operator should do now: what is wrong, and the next step, in words.
 *
 * Pure: a list of facts in, sentences out. The same conditions as the alert rules of
 * docker/prometheus/alerts.yaml, where those can be seen in one moment.
 */
import type { FaultCode } from '../../domain/errors.ts'
import type { ApiStatus, Facts, ListeStatus } from './status.ts'
import { ago, clock, duration, numbered, whose } from './words.ts'

export type Todo = {
  /** `now`: nothing goes on without somebody. `soon`: today. `wait`: it goes on by itself. */
  readonly urgency: 'now' | 'soon' | 'wait'
  readonly what: string
  /** The next step; commands stand between ` and `. */
  readonly action: string
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Loops change hands within seconds; a plan has jitter. */
const HANDOVER_MS = 2 * MINUTE
/** Weather: so long it needs nobody. */
const PATIENCE_MS = HOUR
const UNREAD_MS = 30 * MINUTE
const FEED_MS = 15 * MINUTE

const NOTHING_YET = 'Nothing to do yet: it goes on by itself.'
const UNKNOWN = 'its fault is not known'

/** Faults that no waiting ends: somebody has to change rights, settings or keys. */
const NEEDS_SOMEBODY: readonly FaultCode[] = [
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'WRONG_ADDRESS',
  'NOT_GRANTED',
]

/** @returns the most urgent first */
export function todosOf(facts: Facts): readonly Todo[] {
  const { databaseFault, readMs } = facts
  if (databaseFault !== null) return [databaseTodo(databaseFault, readMs)]
  if (readMs === null) return []
  const all = [
    ...facts.lister.flatMap((row) => listeTodos(row, readMs)),
    ...facts.apier.flatMap((row) => apiTodos(row, readMs)),
    ...parkertTodos(facts),
    ...feedTodos(facts, readMs),
  ]
  const order = ['now', 'soon', 'wait']
  return all.toSorted((a, b) => order.indexOf(a.urgency) - order.indexOf(b.urgency))
}

function databaseTodo(
  { sinceMs, advice }: NonNullable<Facts['databaseFault']>,
  readMs: number | null,
): Todo {
  const facts = readMs === null ? 'Nothing is known yet' : 'What is below is from before that'
  return {
    urgency: 'now',
    what: `Postgres can not be read since ${clock(sinceMs)}. ${facts}.`,
    action: `${advice}.`,
  }
}

/** What is wrong with one list. */
export function listeTodos(row: ListeStatus, nowMs: number): readonly Todo[] {
  if (!row.isFollowed) return []
  const name = `${row.liste}${whose(row.konsument)}`
  const unreadMs = nowMs - (row.lestMs ?? nowMs)
  switch (row.tilstand) {
    case 'gap':
      return [
        {
          urgency: 'now',
          what: `${name} does not go on where it was left: it is not read.`,
          action: `Find out whether the list was set up anew. Then: \`hendelsesfolger set-position --liste ${row.liste}${option(row.konsument)} --sekvensnummer N\` with \`--ny-liste\` or \`--samme-liste\` (docs/drift.md, HendelsesfolgerListeInGap).`,
        },
      ]
    case 'pauset':
      return [
        {
          urgency: 'soon',
          what: `${name} is paused by an operator: it is not read.`,
          action: `When the reason is over: \`hendelsesfolger resume --liste ${row.liste}${option(row.konsument)}\`.`,
        },
      ]
    case 'feil': {
      const isLong = unreadMs > row.planMs + UNREAD_MS
      return [
        {
          urgency: isLong ? 'now' : 'wait',
          what: `${name} has not answered${row.lestMs === null ? '' : ` for ${duration(unreadMs)}`}: ${row.feil ?? UNKNOWN}.`,
          action: isLong
            ? 'See to what the fault names (docs/drift.md, HendelsesfolgerListeNotRead).'
            : NOTHING_YET,
        },
      ]
    }
    case 'ny':
      return [
        {
          urgency: row.isHeld ? 'wait' : 'soon',
          what: `${name} has not been begun.`,
          action: row.isHeld
            ? 'It has no events from STARTDATO on yet, or its first answer is awaited: see the log.'
            : 'No replica reads it: start the daemon with these settings.',
        },
      ]
    case 'leser':
    case 'ajour':
      return !row.isHeld && unreadMs > row.planMs + HANDOVER_MS
        ? [
            {
              urgency: 'now',
              what: `No replica reads ${name}; it was last read ${ago(row.lestMs ?? nowMs, nowMs)}.`,
              action: 'Start the daemon; see its log (docs/drift.md, HendelsesfolgerNobodyRuns).',
            },
          ]
        : []
  }
}

/** What is wrong with one API. */
export function apiTodos(row: ApiStatus, nowMs: number): readonly Todo[] {
  const name = `${row.api}${whose(row.konsument)}`
  const resume = `hendelsesfolger resume --api ${row.api}${option(row.konsument)}`
  switch (row.tilstand) {
    case 'holder slettinger tilbake':
      return [
        {
          urgency: 'now',
          what: `Most answers of ${name} have been deletions or "no data" for ${duration(nowMs - (row.sinceMs ?? nowMs))}: none of them is stored.`,
          action: `See whether that can be true. If it is: \`${resume} --accept-deletions\`. If it is not, it goes on by itself when the answers are mixed again.`,
        },
      ]
    case 'pauset av operatør':
      return [
        {
          urgency: 'soon',
          what: `${name} is paused by ${row.pausetAv ?? 'an operator'}: it is not called.`,
          action: `When the reason is over: \`${resume}\`.`,
        },
      ]
    case 'pauset':
      return [pausedTodo(row, name, nowMs)]
    case 'kaller': {
      const dueMs = nowMs - (row.forfaltMs ?? nowMs)
      return !row.isHeld && dueMs > HANDOVER_MS
        ? [
            {
              urgency: 'now',
              what: `No replica calls ${name}; nøkler have been due for ${duration(dueMs)}.`,
              action: 'Start the daemon; see its log (docs/drift.md, HendelsesfolgerNobodyRuns).',
            },
          ]
        : []
    }
  }
}

function pausedTodo(row: ApiStatus, name: string, nowMs: number): Todo {
  const sinceMs = row.sinceMs ?? nowMs
  const what = `${name} has been paused for ${duration(nowMs - sinceMs)}: ${row.feil ?? UNKNOWN}.`
  if (needsSomebody(row)) {
    return {
      urgency: 'now',
      what,
      action: `No waiting ends this (docs/drift.md, HendelsesfolgerApiPaused, ${row.feilklasse}). It goes on by itself when it is mended.`,
    }
  }
  return nowMs - sinceMs > PATIENCE_MS
    ? {
        urgency: 'soon',
        what,
        action: 'It goes on by itself. See whether Skatteetaten tells of a fault, and the network.',
      }
    : { urgency: 'wait', what, action: NOTHING_YET }
}

/** Maskinporten's own codes are about us; without one it is away. */
function needsSomebody({ feilklasse, feil }: ApiStatus): boolean {
  if (feilklasse === 'NO_TOKEN') return /\(MP-\d{3}\)/.test(feil ?? '')
  return feilklasse !== null && NEEDS_SOMEBODY.includes(feilklasse)
}

function parkertTodos({ parkert }: Facts): readonly Todo[] {
  return parkert.map(({ konsument, oppslag, feilklasse, antall }) => ({
    urgency: 'soon',
    what: `${numbered(antall, 'nøkkel is', 'nøkler are')} parked in ${oppslag}${whose(konsument)}: ${feilklasse}.`,
    action: `See to the cause (docs/drift.md, What is parked), then: \`${parkedCommand(oppslag, feilklasse)}${option(konsument)}\`.`,
  }))
}

/** Of lists by which too many would be gone: they are not only asked for again, but believed. */
function parkedCommand(oppslag: string, feilklasse: string): string {
  return feilklasse === 'TOO_MANY_GONE'
    ? `hendelsesfolger resume --api ${oppslag} --accept-deletions`
    : `hendelsesfolger retry --parkert --oppslag ${oppslag} --klasse ${feilklasse}`
}

function feedTodos({ feed }: Facts, nowMs: number): readonly Todo[] {
  if (feed === null || nowMs - feed.sidenMs < FEED_MS) return []
  const { pid, database } = feed
  const where = pid === null ? 'a prepared transaction' : `process ${pid}`
  return [
    {
      urgency: 'soon',
      what: `The change feed has shown nothing new for ${duration(nowMs - feed.sidenMs)}: ${where} in the database ${database ?? '(unknown)'} has a transaction open.`,
      action: 'End that transaction (docs/drift.md, HendelsesfolgerChangeFeedHeld).',
    },
  ]
}

function option(konsument: string): string {
  return konsument === 'egen' ? '' : ` --konsument ${konsument}`
}
