import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import type { Pool } from '../../src/store/pool.ts'
import { noteAtEnd } from '../../src/store/position.ts'
import { settle } from '../../src/store/settle.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { following, KEY, theOneDue } from '../support/rows.ts'

type Row = {
  ventende: bigint
  parkert: bigint
  gjenspeiler_til: string | null
  ajour_at: string | null
}

async function freshness(pool: Pool): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>(
    'select ventende, parkert, gjenspeiler_til, ajour_at from skatt.ferskhet',
  )
  return rows[0]
}

test('nothing is promised before the end of the list has been reached', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(1)]))

  assert.equal((await freshness(db.pool))?.gjenspeiler_til, null)
  await noteAtEnd(db.pool, KEY, 0)
  // The event was read before any end was: when it became visible is unknown.
  assert.equal((await freshness(db.pool))?.gjenspeiler_til, null)
})

// If this fails, a consumer takes for complete what lacks an event from just before it was read.
test('while an event waits, only what was visible before the end reached before it is promised', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await noteAtEnd(db.pool, KEY, 0)
  const atFirstEnd = (await freshness(db.pool))?.ajour_at

  await storePage(db.pool, page(1, [hendelse(1)]))
  await noteAtEnd(db.pool, KEY, 0)
  const waiting = await freshness(db.pool)
  await settle(
    db.pool,
    [{ kind: 'answered', nokkel: await theOneDue(db.pool), svar: { kind: 'data', data: '1' } }],
    0,
  )
  const done = await freshness(db.pool)

  assert.equal(waiting?.ventende, 1n)
  assert.equal(waiting?.gjenspeiler_til, atFirstEnd)
  assert.equal(done?.gjenspeiler_til, done?.ajour_at)
})

test('a parked nøkkel holds the promise back too', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await noteAtEnd(db.pool, KEY, 0)
  const atFirstEnd = (await freshness(db.pool))?.ajour_at
  await storePage(db.pool, page(1, [hendelse(1)]))

  const fault = new Fault('REJECTED', '400')
  await settle(db.pool, [{ kind: 'parked', nokkel: await theOneDue(db.pool), fault }], 0)
  await noteAtEnd(db.pool, KEY, 0)

  const row = await freshness(db.pool)
  assert.equal(row?.parkert, 1n)
  assert.equal(row?.gjenspeiler_til, atFirstEnd)
})
