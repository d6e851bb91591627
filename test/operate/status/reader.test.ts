import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aborted } from '../../../src/lib/abort.ts'
import { createStatusReader } from '../../../src/operate/status/reader.ts'
import type { StoredStatus } from '../../../src/store/status.ts'
import { storedStatus } from '../../support/status.ts'

/** A reader whose clock and database the test moves. */
function reading() {
  const world = { clock: 0, costMs: 0, loads: 0, error: null as Error | null }
  const read = createStatusReader({
    load: async (): Promise<StoredStatus> => {
      world.loads += 1
      world.clock += world.costMs
      if (world.error) throw world.error
      return storedStatus({ readMs: world.clock })
    },
    advice: (error) => (error instanceof Error ? error.message : 'none'),
    now: () => world.clock,
    date: () => world.clock,
  })
  return { world, read }
}

test('what was read a moment ago is not read again, however many ask', async () => {
  const { world, read } = reading()

  await Promise.all([read(), read(), read()])
  world.clock += 4_999
  await read()
  assert.equal(world.loads, 1)
  world.clock += 1
  await read()
  assert.equal(world.loads, 2)
})

// Ten million rows must not make the status the daemon's main work.
test('what takes long to read is read more seldom: a fiftieth of the time at most', async () => {
  const { world, read } = reading()
  world.costMs = 1_000

  await read()
  world.clock += 49_999
  await read()
  assert.equal(world.loads, 1)
  world.clock += 1
  await read()
  assert.equal(world.loads, 2)
})

test('when Postgres is away its fault is told since when, and the last facts stay', async () => {
  const { world, read } = reading()
  const before = await read()
  world.clock = 10_000
  world.error = new Error('connection refused')
  // A fault that took long to show is not waited for longer than any other.
  world.costMs = 30_000
  const first = await read()
  world.clock += 5_000
  const second = await read()
  world.clock += 5_000
  world.error = null
  const after = await read()

  assert.equal(before.fault, null)
  assert.deepEqual(first.fault, { sinceMs: 40_000, advice: 'connection refused' })
  assert.deepEqual(second.fault, first.fault)
  assert.equal(second.stored, before.stored)
  assert.equal(after.fault, null)
})

// Prometheus gives up after ten seconds, and a connection to a dead server takes thirty.
test('nobody waits for a Postgres that does not answer', { timeout: 20_000 }, async () => {
  const read = createStatusReader({
    load: () => new Promise(() => undefined),
    advice: () => '',
    now: () => performance.now(),
    date: () => Date.now(),
  })

  const answered = await Promise.race([read(), aborted(AbortSignal.timeout(10_000))])

  assert.deepEqual(answered, { stored: null, fault: null })
})
