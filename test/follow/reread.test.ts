import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import { EGEN, versjon } from '../../src/domain/ids.ts'
import { rereadOnOrder, type RereadDeps } from '../../src/follow/reread.ts'
import { hendelse, LISTE, nummer } from '../support/builders.ts'
import { QUIET } from './support.ts'

/** A list with these numbers, in pages of two, and an order to read them again; ends when it is done. */
async function run(
  numbers: readonly number[],
  { neste = 1, til = 100 }: { neste?: number; til?: number } = {},
  overrides: Partial<RereadDeps> = {},
) {
  const stop = new AbortController()
  const asked: bigint[] = []
  const queued: (readonly bigint[])[] = []
  let at = nummer(neste)
  await rereadOnOrder(
    {
      load: async () =>
        at < til ? { nummer: 1n, neste: at, til: nummer(til), versjon: versjon(1n) } : null,
      readPage: async (from) => {
        asked.push(from)
        const page = numbers.filter((one) => BigInt(one) >= from).slice(0, 2)
        return { hendelser: page.map((one) => hendelse(one)) }
      },
      loadPosisjon: async () => ({ neste: nummer(100), isReadable: true, overlappFra: null }),
      storePage: async () => ({ inserted: 0, queued: 0, coalesced: 0 }),
      queue: async (page) => {
        assert.equal(page.reread.neste, at)
        queued.push(page.numbers)
        at = page.neste
        return page.numbers.length
      },
      nextStored: async () => null,
      isFull: async () => false,
      isPaused: () => false,
      nextOrder: async () => stop.abort(),
      onQueued: () => undefined,
      beat: () => undefined,
      log: QUIET,
      ...overrides,
    },
    { konsument: EGEN, liste: LISTE },
    stop.signal,
  )
  return { asked, queued }
}

test('events from the first number up to the last are read again, and none beyond', async () => {
  const { asked, queued } = await run([1, 2, 5, 8, 9, 12], { neste: 2, til: 9 })

  assert.deepEqual(queued, [[2n, 5n], [8n]])
  assert.deepEqual(asked, [2n, 6n])
})

test('behind an empty page it goes on with what is stored, and without that it is at the end', async () => {
  const { queued } = await run(
    [],
    {},
    {
      readPage: async (from) => ({ hendelser: from === 8n ? [hendelse(8)] : [] }),
      nextStored: async (above) => (above < 8n ? nummer(8) : null),
    },
  )

  assert.deepEqual(queued, [[], [8n], []])
})

// If this fails, events that the re-read finds missing are passed over for good.
test('P1: while the list can not be stored to, its place does not move', async () => {
  let looks = 0
  let stored = 0

  const { asked, queued } = await run(
    [1, 2],
    { til: 3 },
    {
      loadPosisjon: async () => {
        looks += 1
        return { neste: nummer(3), isReadable: looks >= 3, overlappFra: null }
      },
      storePage: async () => {
        stored += 1
        return { inserted: 0, queued: 0, coalesced: 0 }
      },
    },
  )

  assert.deepEqual(asked, [1n, 1n, 1n])
  assert.equal(stored, 1)
  assert.deepEqual(queued, [[1n, 2n]])
})

test('nothing is read while a list is paused or while enough waits already', async () => {
  const order: string[] = []
  const stop = new AbortController()
  let rounds = 0

  await run(
    [1, 2],
    { til: 3 },
    {
      isPaused: () => {
        rounds += 1
        return rounds <= 2
      },
      nextOrder: async () => {
        order.push('waits')
      },
      readPage: async () => {
        order.push('reads')
        return { hendelser: [hendelse(1), hendelse(2)] }
      },
      load: async () => {
        if (order.includes('reads')) throw new Error('done')
        return { nummer: 1n, neste: nummer(1), til: nummer(3), versjon: versjon(1n) }
      },
    },
  ).catch(() => stop.abort())

  assert.deepEqual(order, ['waits', 'waits', 'reads'])
})

test('P13: a page that can not be had is asked for again from the same place', async () => {
  let failures = 0

  const { queued } = await run(
    [1, 2],
    { til: 3 },
    {
      readPage: async () => {
        failures += 1
        if (failures === 1) throw new Fault('UNAVAILABLE', 'for now', { retryAfterMs: 0 })
        return { hendelser: [hendelse(1), hendelse(2)] }
      },
    },
  )

  assert.deepEqual(queued, [[1n, 2n]])
  assert.equal(failures, 2)
})
