/**
 * Databases for tests: each test gets its own, on the one server of the run.
 *
 * The server is TEST_DATABASE_URL where that is set (a superuser's or one with CREATEDB, Postgres 15
 * or later); else the one that global-setup.ts starts; else, for a test file that is run by hand
 * without the global setup, an embedded server of its own.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Client } from 'pg'
import { z } from 'zod'
import { migrate } from '../../src/store/migrate.ts'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

export type TestDatabase = {
  readonly url: string
  /** Reads as the product does: int8 is a bigint, timestamptz and date are text. */
  readonly pool: Pool
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const MIGRATIONS = join(import.meta.dirname, '../../migrations')

/** Any number: test files that start together wait for the first of them to make the template. */
const TEMPLATE_LOCK = 7_391_246

const ANSWER = z.union([z.object({ url: z.string() }), z.object({ error: z.string() })])

let server: Promise<{ url: string }> | undefined
let template: Promise<string> | undefined

/** The server of this test run, by a superuser's URL. */
export async function testServer(): Promise<{ url: string }> {
  server ??= findServer()
  return server
}

/** A migrated database of its own: `await using db = await freshDatabase()` drops it at the end. */
export async function freshDatabase(): Promise<TestDatabase> {
  template ??= migratedTemplate()
  const name = `test_${randomBytes(6).toString('hex')}`
  // Copying files is five times as fast as the default, which writes every page to the log.
  const create = `create database ${name} template ${await template} strategy file_copy`
  await withClient((client) => client.query(create))

  const url = await urlOf(name)
  const pool = createPool({
    connection: { kind: 'url', url },
    max: 10,
    onIdleError: () => undefined,
  })
  return {
    url,
    pool,
    [Symbol.asyncDispose]: async () => {
      await pool.end()
      await withClient((client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

async function findServer(): Promise<{ url: string }> {
  const url = process.env['TEST_DATABASE_URL']
  if (url) return { url }
  const socket = process.env['TEST_SERVER_SOCKET']
  if (!socket) return startEmbeddedPostgres({ fsync: false })

  const answer = ANSWER.parse(JSON.parse(await text(connect(socket))))
  if ('error' in answer) throw new Error(answer.error)
  return answer
}

/** @returns the name of a database with the schema of today's migrations/ */
async function migratedTemplate(): Promise<string> {
  const name = `template_${await hashOfMigrations()}`
  await withClient(async (client) => {
    await client.query(`select pg_advisory_lock(${TEMPLATE_LOCK})`)
    const { rowCount } = await client.query(`select 1 from pg_database where datname = '${name}'`)
    if (rowCount === 1) return

    // Gets its name when it is complete, so that what a killed run leaves is not taken for it.
    const unfinished = `${name}_unfinished`
    await client.query(`drop database if exists ${unfinished} with (force)`)
    await client.query(`create database ${unfinished}`)
    await migrate({ kind: 'url', url: await urlOf(unfinished) })
    await client.query(`alter database ${unfinished} rename to ${name}`)
  })
  return name
}

async function hashOfMigrations(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await readdir(MIGRATIONS)).toSorted()) {
    hash.update(file).update(await readFile(join(MIGRATIONS, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

async function urlOf(database: string): Promise<string> {
  const url = new URL((await testServer()).url)
  url.pathname = `/${database}`
  return url.href
}

async function withClient<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: (await testServer()).url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
