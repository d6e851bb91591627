import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from '../../src/store/pool.ts'
import { freshDatabase } from '../support/postgres.ts'
import { endringer, feedIsOpen } from '../support/rows.ts'

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
