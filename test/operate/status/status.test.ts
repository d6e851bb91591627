import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statusOf } from '../../../src/operate/status/status.ts'
import {
  apiRow,
  before,
  FOLLOWED,
  HOUR,
  listeRow,
  NOW_MS,
  oppslagRow,
  status,
  storedStatus,
} from '../../support/status.ts'

test('a list that is followed and has no posisjon is shown as new', () => {
  const { lister } = status({ lister: [] })

  assert.deepEqual(
    lister.map(({ liste, tilstand, isFollowed }) => [liste, tilstand, isFollowed]),
    [['inntekt', 'ny', true]],
  )
})

test('a list that was taken out of the settings is shown, and nothing is to be done about it', () => {
  const gone = listeRow({ liste: 'tilleggsskatt', tilstand: 'feil', lestMs: before(90 * HOUR) })
  const { lister, todo } = status({ lister: [listeRow(), gone] })

  assert.deepEqual(
    lister.map(({ isFollowed }) => isFollowed),
    [true, false],
  )
  assert.deepEqual(todo, [])
})

function kall(hoursAgo: number, antall: bigint, oppslag = 'inntekt', konsument = 'egen') {
  const timeMs = Math.floor(NOW_MS / HOUR) * HOUR - hoursAgo * HOUR
  return { konsument, oppslag, timeMs, antall }
}

/** How many hours there are, the first, the last but one, and the last. */
function hours(row: { readonly kall: readonly number[] } | undefined) {
  return [row?.kall.length, row?.kall[0], row?.kall.at(-2), row?.kall.at(-1)]
}

test('calls are told by hour, the hour under way last, for the list and for the API', () => {
  const { lister, apier } = status({
    kall: [
      kall(0, 5n),
      kall(1, 7n),
      kall(23, 9n),
      kall(24, 1n),
      kall(0, 2n, 'pensjonsgivendeinntekt'),
      kall(0, 3n, 'inntekt', '310000019'),
    ],
    oppslag: [oppslagRow(), oppslagRow({ oppslag: 'pensjonsgivendeinntekt', api: 'pgi' })],
    apier: [apiRow(), apiRow({ api: 'pgi' })],
  })

  assert.deepEqual(hours(lister[0]), [24, 9, 7, 7])
  assert.deepEqual(hours(apier[0]), [24, 9, 7, 5])
  assert.deepEqual(hours(apier[1]), [24, 0, 0, 2])
})

test('the slots of an API are those it may use now', () => {
  const fault = { feil: '503', feilklasse: 'UNAVAILABLE', pausetMs: before(1_000) } as const
  const slots = [
    apiRow(),
    apiRow({ ...fault, nesteMs: NOW_MS + 5_000 }),
    apiRow({ ...fault, nesteMs: before(1_000) }),
    apiRow({ pausetAv: 'kari' }),
  ].map((row) => status({ apier: [row] }).apier[0]?.slots)

  assert.deepEqual(slots, [5, 0, 1, 0])
})

test('before Postgres has been read there are no facts, and no complaints', () => {
  const { readMs, lister, apier, todo } = statusOf(null, FOLLOWED, null)

  assert.deepEqual([readMs, lister, apier, todo], [null, [], [], []])
})

test('the last facts stay while Postgres is away', () => {
  const fault = { sinceMs: before(0), advice: 'x' }

  assert.equal(statusOf(storedStatus(), FOLLOWED, fault).lister.length, 1)
})
