import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statusOf } from '../../../src/operate/status/status.ts'
import type { Todo } from '../../../src/operate/status/todo.ts'
import type { StoredStatus } from '../../../src/store/status.ts'
import {
  apiRow,
  before,
  FOLLOWED,
  HOUR,
  listeRow,
  MINUTE,
  oppslagRow,
  status,
  storedStatus,
} from '../../support/status.ts'

type Case = readonly [
  claim: string,
  facts: Partial<StoredStatus>,
  urgency: Todo['urgency'] | null,
  says?: RegExp,
]

const HELD_API = { held: ['api:inntekt'] }
const FORBIDDEN = { feil: 'the API answered 403', feilklasse: 'FORBIDDEN' } as const
const AWAY = { feil: 'the API answered 503', feilklasse: 'UNAVAILABLE' } as const
const NO_TOKEN = { feilklasse: 'NO_TOKEN', pausetMs: before(MINUTE) } as const

const CASES: readonly Case[] = [
  ['a daemon that is well needs nobody', {}, null],
  ['nøkler that wait need nobody', { lister: [listeRow({ ventende: 9_000_000n })] }, null],
  [
    'a list in gap needs somebody now',
    { lister: [listeRow({ tilstand: 'gap' })] },
    'now',
    /set-position --liste inntekt /,
  ],
  [
    'a list that an operator has paused is told of',
    { lister: [listeRow({ tilstand: 'pauset' })] },
    'soon',
    /`hendelsesfolger resume --liste inntekt`/,
  ],
  [
    'a list that has just failed is waited for',
    { lister: [listeRow({ tilstand: 'feil', feil: 'no answer', lestMs: before(5 * MINUTE) })] },
    'wait',
    /no answer/,
  ],
  [
    'a list that has failed for half an hour needs somebody',
    { lister: [listeRow({ tilstand: 'feil', feil: 'no answer', lestMs: before(32 * MINUTE) })] },
    'now',
  ],
  [
    'a list that no replica reads needs somebody',
    { lister: [listeRow({ lestMs: before(4 * MINUTE) })], ...HELD_API },
    'now',
    /No replica reads inntekt/,
  ],
  ['a list that changes hands does not', { ...HELD_API }, null],
  ['a list that has not been begun is waited for', { lister: [] }, 'wait', /not been begun/],
  [
    'a fault that no waiting ends needs somebody now',
    { apier: [apiRow({ ...FORBIDDEN, pausetMs: before(MINUTE) })] },
    'now',
    /403\. No waiting ends this/,
  ],
  [
    'weather is waited for',
    { apier: [apiRow({ ...AWAY, pausetMs: before(50 * MINUTE) })] },
    'wait',
    /paused for 50 min/,
  ],
  [
    'weather of more than an hour is told of',
    { apier: [apiRow({ ...AWAY, pausetMs: before(61 * MINUTE) })] },
    'soon',
  ],
  [
    'a refusal of Maskinporten needs somebody',
    { apier: [apiRow({ ...NO_TOKEN, feil: 'Maskinporten answered 400 (MP-121). Our key' })] },
    'now',
  ],
  [
    'Maskinporten being away is weather',
    { apier: [apiRow({ ...NO_TOKEN, feil: 'no answer from https://maskinporten.no' })] },
    'wait',
  ],
  [
    'a wave of deletions needs somebody now, and is told once',
    {
      apier: [apiRow({ bolgeMs: before(MINUTE), feil: 'most', feilklasse: 'DELETION_WAVE' })],
    },
    'now',
    /`hendelsesfolger resume --api inntekt --accept-deletions`/,
  ],
  [
    'an API that an operator has paused is told of',
    { apier: [apiRow({ pausetAv: 'kari', ...AWAY, pausetMs: before(2 * HOUR) })] },
    'soon',
    /paused by kari/,
  ],
  [
    'an API that no replica calls though nøkler are due needs somebody',
    {
      held: ['liste:egen:inntekt'],
      oppslag: [oppslagRow({ forfaltMs: before(5 * MINUTE) })],
    },
    'now',
    /No replica calls inntekt/,
  ],
  [
    'nøkler that have their turn later do not',
    { oppslag: [oppslagRow({ forfaltMs: before(9 * HOUR) })] },
    null,
  ],
  [
    'parked nøkler are told of with the command that retries them',
    {
      parkert: [
        {
          konsument: '310000019',
          oppslag: 'inntekt',
          feilklasse: 'REJECTED',
          antall: 1n,
          eldsteMs: before(HOUR),
        },
      ],
    },
    'soon',
    /1 nøkkel is parked.*retry --parkert --oppslag inntekt --klasse REJECTED --konsument 310000019/,
  ],
  ['a change feed held up for a moment is not', { feed: held(MINUTE) }, null],
  ['one held up for long is told of', { feed: held(16 * MINUTE) }, 'soon', /process 4711/],
]

function held(ms: number) {
  return { sidenMs: before(ms), pid: 4711, database: 'other' }
}

for (const [claim, facts, urgency, says] of CASES) {
  test(claim, () => {
    const { todo } = status(facts)

    assert.deepEqual(
      todo.map((one) => one.urgency),
      urgency === null ? [] : [urgency],
    )
    if (says) assert.match(`${todo[0]?.what} ${todo[0]?.action}`, says)
  })
}

test('what is most urgent comes first', () => {
  const { todo } = status({
    parkert: [
      { konsument: 'egen', oppslag: 'a', feilklasse: 'B', antall: 2n, eldsteMs: before(HOUR) },
    ],
    apier: [apiRow({ ...AWAY, pausetMs: before(MINUTE) })],
    lister: [listeRow({ tilstand: 'gap' })],
  })

  assert.deepEqual(
    todo.map(({ urgency }) => urgency),
    ['now', 'soon', 'wait'],
  )
})

test('while Postgres can not be read that is all there is to do', () => {
  const fault = { sinceMs: before(MINUTE), advice: 'The disk is full: make room' }
  const { todo } = statusOf(
    storedStatus({ lister: [listeRow({ tilstand: 'gap' })] }),
    FOLLOWED,
    fault,
  )

  assert.equal(todo.length, 1)
  assert.equal(todo[0]?.urgency, 'now')
  assert.match(todo[0]?.action ?? '', /The disk is full/)
})
