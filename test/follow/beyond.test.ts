import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Hendelse } from '../../src/domain/hendelse.ts'
import { whatLiesBeyond } from '../../src/follow/beyond.ts'
import { hendelse, nummer } from '../support/builders.ts'
import { NEVER } from './support.ts'

/** A list whose `antall` is a window of numbers, as seen from a posisjon where it gives nothing. */
function lookBeyond(
  fra: number,
  list: readonly Hendelse[],
  stored: readonly Hendelse[],
  mayBeWindow = true,
) {
  const last = stored.at(-1)
  return whatLiesBeyond(
    {
      readPage: (from, antall) => {
        const below = from + BigInt(antall)
        return Promise.resolve({
          hendelser: list.filter((one) => one.sekvensnummer >= from && one.sekvensnummer < below),
        })
      },
      startOf: () => Promise.resolve(list.at(-1)?.sekvensnummer ?? null),
      lastStored: () => Promise.resolve(last?.sekvensnummer ?? null),
      isStored: (one) => Promise.resolve(stored.includes(one)),
    },
    { liste: 'test', fra: nummer(fra), mayBeWindow, isThorough: true },
    NEVER,
  )
}

test('P1: behind a gap that is wider than any window the next events are found', async () => {
  const [first, second] = [hendelse(1), hendelse(123_456)]

  const found = await lookBeyond(2, [first, second], [first])

  assert.deepEqual(found, { kind: 'gap', hendelser: [second] })
})

test('an empty page at the end of the list is the end', async () => {
  const list = [hendelse(1)]

  assert.deepEqual(await lookBeyond(2, list, list), { kind: 'end' })
})

// If this fails, all that the new list numbers below our posisjon is never read.
test('P1: a list whose last event is not the one we have was set up anew', async () => {
  const [old, anew] = [[hendelse(1), hendelse(90)], [hendelse(7)]]

  assert.deepEqual(await lookBeyond(91, anew, old), { kind: 'restarted', head: 7n })
})

test('a list that took its newest events back is the list that we have', async () => {
  const [first, second] = [hendelse(1), hendelse(90)]

  assert.deepEqual(await lookBeyond(91, [first], [first, second]), { kind: 'end' })
})

test('a list that shows nothing at all any more is a fault', async () => {
  await assert.rejects(lookBeyond(91, [], [hendelse(90)]), /shows no events at all/)
})
