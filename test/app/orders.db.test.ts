import assert from 'node:assert/strict'
import { test } from 'node:test'
import { watchOrders } from '../../src/app/orders.ts'
import { EGEN } from '../../src/domain/ids.ts'
import { createBell } from '../../src/lib/bell.ts'
import { pause, resume } from '../../src/store/drift.ts'
import { LISTE, OPPSLAG } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { followedOppslag } from '../support/rows.ts'

const QUIET = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
const EVERYTHING = { liste: null, api: null, all: true, konsument: null }
const THE_API = { ...EVERYTHING, api: OPPSLAG, all: false }

async function watched() {
  const db = await freshDatabase()
  await followedOppslag(db.pool)
  const seen = createBell()
  const orders = watchOrders(db.pool, QUIET, seen.ring)
  const ended = new AbortController()
  const never = new AbortController().signal
  return {
    pool: db.pool,
    orders,
    isPaused: () => [
      orders.isPaused('liste', LISTE, EGEN),
      orders.isPaused('api', OPPSLAG, EGEN),
      orders.isPaused('api', 'another', EGEN),
    ],
    watch: () => orders.watch(ended.signal),
    end: () => ended.abort(),
    changed: () => seen.wait(60_000, never),
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  }
}

// If this fails, a restart calls what an operator has paused.
test('everything is paused until it has been seen that it is not', async () => {
  await using it = await watched()
  assert.deepEqual(it.isPaused(), [true, true, true])

  const watching = it.watch()
  await it.changed()
  assert.deepEqual(it.isPaused(), [false, false, false])

  it.end()
  await watching
})

test('what is paused, and what goes on, is seen while it runs, and told each time', async () => {
  await using it = await watched()
  const watching = it.watch()
  await it.changed()

  await pause(it.pool, THE_API, false)
  await it.changed()
  assert.deepEqual(it.isPaused(), [false, true, false])

  await pause(it.pool, EVERYTHING, false)
  await it.changed()
  assert.deepEqual(it.isPaused(), [true, true, true])

  await resume(it.pool, EVERYTHING, false, false)
  await it.changed()
  assert.deepEqual(it.isPaused(), [false, false, false])

  it.end()
  await watching
})
