import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepLeases, releaseLeases } from '../../src/store/leases.ts'
import { freshDatabase } from '../support/postgres.ts'

const MINUTE = 60_000

async function epochOf(db: Awaited<ReturnType<typeof freshDatabase>>, name: string) {
  const { rows } = await db.pool.query<{ epoke: bigint }>(
    'select epoke from folger.leie where navn = $1',
    [name],
  )
  return rows[0]?.epoke
}

test('P6: a lease belongs to one replica until it runs out', async () => {
  await using db = await freshDatabase()

  assert.deepEqual(await keepLeases(db.pool, ['a', 'b'], 'first', MINUTE), new Set(['a', 'b']))
  assert.deepEqual(await keepLeases(db.pool, ['a', 'c'], 'second', MINUTE), new Set(['c']))
  assert.deepEqual(await keepLeases(db.pool, ['a', 'c'], 'first', MINUTE), new Set(['a']))
})

test('P6: of many replicas that ask at once one gets the lease', async () => {
  await using db = await freshDatabase()
  const replicas = Array.from({ length: 10 }, (_, n) => `replica ${n}`)

  const held = await Promise.all(replicas.map((one) => keepLeases(db.pool, ['a'], one, MINUTE)))

  assert.equal(held.filter((names) => names.has('a')).length, 1)
})

test('a lease that has run out goes to who asks, and its epoke grows', async () => {
  await using db = await freshDatabase()
  await keepLeases(db.pool, ['a'], 'first', -1)
  await keepLeases(db.pool, ['a'], 'second', MINUTE)

  assert.equal(await epochOf(db, 'a'), 2n)
  assert.deepEqual(await keepLeases(db.pool, ['a'], 'first', MINUTE), new Set())
})

test('a lease that is given back can be taken at once; what another holds is not given back', async () => {
  await using db = await freshDatabase()
  await keepLeases(db.pool, ['a'], 'first', MINUTE)

  await releaseLeases(db.pool, ['a'], 'second')
  assert.deepEqual(await keepLeases(db.pool, ['a'], 'second', MINUTE), new Set())
  await releaseLeases(db.pool, ['a'], 'first')
  assert.deepEqual(await keepLeases(db.pool, ['a'], 'second', MINUTE), new Set(['a']))
})
