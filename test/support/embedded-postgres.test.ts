import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { Client } from 'pg'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { postgresUser, temporaryParent } from './postgres-programs.ts'

test('what was committed survives a crash, and the settings hold after it', async () => {
  const server = await startEmbeddedPostgres({ fsync: false, settings: { work_mem: '7MB' } })
  const before = await connected(server.url)
  await before.query('create table kept as select 7 as seven')
  const cut = once(before, 'error')

  await server.kill()
  await cut
  await server.restart()

  const after = await connected(server.url)
  const { rows } = await after.query(`select seven, current_setting('work_mem') as mem from kept`)
  assert.deepEqual(rows, [{ seven: 7, mem: '7MB' }])
  await after.end()
  await server.stop()
})

test('a data folder is kept, and never has two servers', async () => {
  const dataDir = join(temporaryParent(postgresUser()), `hendelsesfolger-test-${randomUUID()}`)
  try {
    const first = await startEmbeddedPostgres({ dataDir })
    const client = await connected(first.url)
    await client.query('create table kept (a int)')
    await client.end()

    await assert.rejects(startEmbeddedPostgres({ dataDir }), /lock file "postmaster.pid"/)
    await assert.rejects(startEmbeddedPostgres({ dataDir, port: first.port }), /lock file/)
    await first.stop()

    const second = await startEmbeddedPostgres({ dataDir })
    const again = await connected(second.url)
    await again.query('table kept')
    await again.end()
    await second.stop()
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})

const KEEPER = `
  const { startEmbeddedPostgres } = await import(process.argv[1])
  const { url } = await startEmbeddedPostgres({ fsync: false })
  console.log(url)
  process.stdin.resume()`

// Otherwise each interrupted run leaves a server behind.
test('the server ends when the process that started it is killed', async () => {
  const launcher = import.meta.resolve('./embedded-postgres.ts')
  const keeper = spawn(process.execPath, ['--input-type=module', '-e', KEEPER, launcher])
  const [url] = await once(createInterface(keeper.stdout), 'line')
  const client = await connected(url)
  const cut = once(client, 'error')

  keeper.kill('SIGKILL')

  await cut
})

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}
