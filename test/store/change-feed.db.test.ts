import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkChangeFeed, noteRestored } from '../../src/store/change-feed.ts'
import { inTransaction, type Pool } from '../../src/store/pool.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, endringer, feedIsOpen } from '../support/rows.ts'

const WRITE = `
  insert into skatt.endring (konsument, oppslag, identifikator, gjelder_periode, type)
  values ('egen', 'avregning', 'x', '2023', $1)`

// The first writer is held open while the second commits: its lower number becomes visible last.
test('P9: a change that commits late is not skipped by a reader that was there before it', async () => {
  await using db = await freshDatabase()
  const mayCommit = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()

  const slow = inTransaction(db.pool, async (client) => {
    await client.query(WRITE, ['ny'])
    written.resolve()
    await mayCommit.promise
  })
  await written.promise
  await db.pool.query(WRITE, ['endret'])
  const whileOpen = await endringer(db.pool)
  mayCommit.resolve()
  await slow

  assert.deepEqual(whileOpen, [])
  assert.deepEqual(await endringer(db.pool), ['ny', 'endret'])
})

test('a reader goes on from the last change it got, and may ask for some oppslag only', async () => {
  await using db = await freshDatabase()
  for (const type of ['ny', 'endret', 'slettet']) await db.pool.query(WRITE, [type])
  await feedIsOpen(db.pool)

  const { rows: first } = await db.pool.query("select * from skatt.endringer_etter('0', 0, 2)")
  const { rows: rest } = await db.pool.query('select * from skatt.endringer_etter($1, $2, 10)', [
    first.at(-1).transaksjon,
    first.at(-1).endringsnummer,
  ])
  const { rows: others } = await db.pool.query(
    "select * from skatt.endringer_etter('0', 0, 10, array['inntekt'])",
  )

  assert.deepEqual(
    [...first, ...rest].map(({ type }) => type),
    ['ny', 'endret', 'slettet'],
  )
  assert.deepEqual(others, [])
})

type Place = { readonly transaksjon: string; readonly endringsnummer: bigint }

async function endOf(pool: Pool): Promise<Place> {
  const { rows } = await pool.query<Place>(
    'select transaksjon, endringsnummer from skatt.endringer_slutt()',
  )
  const [place] = rows
  assert.ok(place)
  return place
}

async function after(pool: Pool, place: Place): Promise<readonly string[]> {
  await feedIsOpen(pool)
  const { rows } = await pool.query<{ type: string }>(
    'select type from skatt.endringer_etter($1, $2, 100)',
    [place.transaksjon, place.endringsnummer],
  )
  return rows.map(({ type }) => type)
}

test('P9: a reader that begins at the end gets what commits after it, and nothing from before', async () => {
  await using db = await freshDatabase()
  await db.pool.query(WRITE, ['ny'])
  await feedIsOpen(db.pool)
  const mayCommit = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const slow = inTransaction(db.pool, async (client) => {
    await client.query(WRITE, ['endret'])
    written.resolve()
    await mayCommit.promise
  })
  await written.promise
  const end = await endOf(db.pool)
  mayCommit.resolve()
  await slow

  assert.deepEqual(await after(db.pool, end), ['endret'])
})

test('P9: after a restore no place from before it is gone on from, and new ones follow on', async () => {
  await using db = await freshDatabase()
  await db.pool.query(WRITE, ['ny'])
  await feedIsOpen(db.pool)
  const before = await endOf(db.pool)

  for (let times = 0; times < 2; times += 1) {
    await noteRestored(db.pool)
    await assert.rejects(after(db.pool, before), /before the database was restored/)
    const end = await endOf(db.pool)
    await db.pool.query(WRITE, ['endret'])
    assert.deepEqual(await after(db.pool, end), ['endret'])
    assert.deepEqual(await endringer(db.pool), ['endret'])
  }
  assert.equal(await countOf(db.pool, 'folger.revisjon'), 2)
})

// As after pg_restore into a new server: the rows' transactions have not begun there.
test('P9: a feed of another server is refused at start, and a place ahead of the feed by the feed', async () => {
  await using db = await freshDatabase()
  await db.pool.query(WRITE, ['ny'])
  await checkChangeFeed(db.pool)
  await db.pool.query(`update skatt.endring set transaksjon = '9000000000'`)

  await assert.rejects(checkChangeFeed(db.pool), /hendelsesfolger restored/)
  const place = { transaksjon: '9000000000', endringsnummer: 1n }
  await assert.rejects(after(db.pool, place), /ahead of the feed/)

  await noteRestored(db.pool)
  await checkChangeFeed(db.pool)
  await assert.rejects(after(db.pool, place), /before the database was restored/)
})
