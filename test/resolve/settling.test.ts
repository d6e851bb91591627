import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Svar } from '../../src/domain/svar.ts'
import { createSettling } from '../../src/resolve/settling.ts'
import type { Settlement } from '../../src/store/settle.ts'
import { ventende } from '../support/builders.ts'

const ANSWERED: Settlement<Svar> = {
  kind: 'answered',
  nokkel: ventende(),
  svar: { kind: 'data', data: '{}' },
}

/** A Postgres that takes its time: each settling lasts until it is released, and by its clock an hour. */
function slow() {
  const batches: number[] = []
  const releases: (() => void)[] = []
  let clock = 0
  const settling = createSettling(
    {
      settle: (batch) => {
        batches.push(batch.length)
        clock += 3_600_000
        return new Promise<void>((done) => releases.push(done))
      },
      onSettled: () => undefined,
      onFailure: (error) => assert.fail(String(error)),
      now: () => clock,
    },
    new AbortController().signal,
  )
  return {
    settling,
    batches,
    release: async () => {
      releases.shift()?.()
      for (let turn = 0; turn < 3; turn += 1) await new Promise((done) => setImmediate(done))
    },
    add: (count: number) => {
      for (let i = 0; i < count; i += 1) settling.add(ANSWERED)
    },
  }
}

test('what comes while one batch is settled waits for it, and is one batch', async () => {
  const { settling, batches, release, add } = slow()
  add(1)
  add(3)
  assert.deepEqual(batches, [1])

  await release()
  const finished = settling.finished()
  while (batches.length < 2) await release()
  await release()
  await finished

  assert.deepEqual(batches, [1, 3])
})

test('so many that no call begins are settled at once, however long the last batch took', async () => {
  const { settling, batches, release, add } = slow()
  add(1)
  add(250)
  assert.ok(settling.isFull())

  await release()

  assert.deepEqual(batches, [1, 250])
  assert.equal(settling.isFull(), false)
  await release()
})
