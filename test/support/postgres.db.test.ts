import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from 'pg'
import { freshDatabase } from './postgres.ts'

const COUNT = `select count(*) as "count" from folger.posisjon`

test('each fresh database has the schema, is empty, and is nobody else’s', async () => {
  await using one = await freshDatabase()
  await using other = await freshDatabase()
  await one.pool.query(
    `insert into folger.posisjon (konsument, liste, neste_sekvensnummer, kilde, startdato)
     values ('egen', 'skatteoppgjoer', 1, '{}', '0')`,
  )

  assert.deepEqual((await one.pool.query(COUNT)).rows, [{ count: 1n }])
  assert.deepEqual((await other.pool.query(COUNT)).rows, [{ count: 0n }])
})

test('a fresh database is dropped at the end, also when somebody is still connected', async () => {
  const url = await (async () => {
    await using db = await freshDatabase()
    await openClient(db.url)
    return db.url
  })()

  await assert.rejects(openClient(url), { code: '3D000' })
})

async function openClient(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
}
