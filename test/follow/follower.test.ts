import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import { EGEN, type Sekvensnummer } from '../../src/domain/ids.ts'
import { follow, type FollowerDeps } from '../../src/follow/follower.ts'
import { hendelse } from '../support/builders.ts'
import { pagesOf, QUIET, storage } from './support.ts'

const OPTIONS = { konsument: EGEN, liste: 'test', antall: 2 }

type Given = 'readPage' | 'loadPosisjon' | 'storePage'

/** Follows until the end of the list has been noted. */
async function toTheEnd(deps: Pick<FollowerDeps, Given> & Partial<FollowerDeps>) {
  const stop = new AbortController()
  await follow(
    {
      begin: () => Promise.resolve(null),
      whatLiesBeyond: () => Promise.resolve({ kind: 'end' }),
      noteAtEnd: () => {
        stop.abort()
        return Promise.resolve()
      },
      noteFault: () => Promise.resolve(),
      noteGap: () => Promise.resolve(),
      nextReading: () => Promise.resolve(),
      onQueued: () => undefined,
      beat: () => undefined,
      now: () => 0,
      log: QUIET,
      ...deps,
    },
    OPTIONS,
    stop.signal,
  )
}

test('P1: the posisjon after a page is just above its highest number, in whatever order it came', async () => {
  const { posisjon, numbers, ...store } = storage(1)
  const list = [2, 3, 4, 7, 8].map((number) => hendelse(number))
  const page = pagesOf(list, 2)

  await toTheEnd({
    ...store,
    readPage: async (fra) => ({ hendelser: (await page(fra)).hendelser.toReversed() }),
  })

  assert.deepEqual(new Set(numbers()), new Set([2, 3, 4, 7, 8]))
  assert.equal(posisjon(), 9n)
})

test('P1: events behind a gap are stored before the posisjon moves beyond it', async () => {
  const { posisjon, numbers, ...store } = storage(1)
  const behind = [hendelse(5_000), hendelse(5_001)]

  await toTheEnd({
    ...store,
    readPage: () => Promise.resolve({ hendelser: [] }),
    whatLiesBeyond: ({ fra }) =>
      Promise.resolve(fra === 1n ? { kind: 'gap', hendelser: behind } : { kind: 'end' }),
  })

  assert.deepEqual(numbers(), [5_000, 5_001])
  assert.equal(posisjon(), 5_002n)
})

test('P5: nøkler of a full page are told of when what is behind it has been stored', async () => {
  const happened: string[] = []
  const store = storage(1)
  const page = pagesOf([hendelse(1), hendelse(2), hendelse(3)], 2)

  await toTheEnd({
    ...store,
    readPage: (fra) => {
      happened.push(`page from ${fra}`)
      return page(fra)
    },
    onQueued: () => happened.push('told'),
  })

  assert.deepEqual(happened, ['page from 1', 'page from 3', 'told', 'page from 4'])
})

test('nøkler of a full page are told of also when the page behind it can not be had', async () => {
  const happened: string[] = []
  const page = pagesOf([hendelse(1), hendelse(2)], 2)

  const following = toTheEnd({
    ...storage(1),
    readPage: (fra) => {
      happened.push(`page from ${fra}`)
      if (fra === 3n) throw new Fault('UNREACHABLE', 'no answer')
      return page(fra)
    },
    onQueued: () => happened.push('told'),
    noteFault: () => Promise.reject(new Error('enough')),
  })

  await assert.rejects(following, /enough/)
  assert.deepEqual(happened, ['page from 1', 'page from 3', 'told'])
})

test('P4: when another replica has moved the posisjon, reading goes on from there', async () => {
  const { moveTo, ...store } = storage(1)
  const asked: Sekvensnummer[] = []
  const page = pagesOf([hendelse(1), hendelse(2), hendelse(3)], 2)

  await toTheEnd({
    ...store,
    readPage: (fra) => {
      asked.push(fra)
      if (asked.length === 1) moveTo(3)
      return page(fra)
    },
  })

  assert.deepEqual(asked, [1n, 3n, 4n])
  assert.deepEqual(store.numbers(), [3])
})

// If this fails, a list that always has something new is never read again for late numbers.
test('P1: of each page it is said whether the list had fewer events than were asked for', async () => {
  const store = storage(1)
  const short: boolean[] = []
  await toTheEnd({
    ...store,
    readPage: pagesOf(
      [1, 2, 3, 4, 5].map((number) => hendelse(number)),
      2,
    ),
    storePage: (...page) => {
      short.push(page[3])
      return store.storePage(...page)
    },
  })

  assert.deepEqual(short, [false, false, true])
})
