import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPool } from '../../src/store/pool.ts'
import { freshDatabase } from '../support/postgres.ts'

const TERMINATE = `
  select pg_terminate_backend(pid)
    from pg_stat_activity
   where datname = current_database() and pid <> pg_backend_pid()`

async function poolOf(url: string) {
  const lost = Promise.withResolvers<Error>()
  const pool = createPool({ connection: { kind: 'url', url }, max: 1, onIdleError: lost.resolve })
  return { pool, lost: lost.promise, [Symbol.asyncDispose]: () => pool.end() }
}

// If these fail, a restart of Postgres ends the process.
test('P13: a connection that Postgres ends while nobody uses it is told and replaced', async () => {
  await using db = await freshDatabase()
  await using ours = await poolOf(db.url)
  await ours.pool.query('select 1')

  await db.pool.query(TERMINATE)

  assert.match((await ours.lost).message, /terminating connection/)
  assert.equal((await ours.pool.query('select 1')).rowCount, 1)
})

test('P13: a connection that Postgres ends between two statements fails the next one alone', async () => {
  await using db = await freshDatabase()
  await using ours = await poolOf(db.url)
  const client = await ours.pool.connect()
  const ended = new Promise<void>((resolve) => client.on('end', resolve))

  await db.pool.query(TERMINATE)
  await ended

  await assert.rejects(client.query('select 1'))
  client.release(true)
  assert.equal((await ours.pool.query('select 1')).rowCount, 1)
})
