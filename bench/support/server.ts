/**
 * The Postgres of the bench, durable as a user's is: fsync and synchronous_commit on.
 *
 * BENCH_DATABASE_URL names one, by a superuser's URL; else an embedded one is started.
 */
import { randomBytes } from 'node:crypto'
import { Pool } from 'pg'
import { createPool } from '../../src/store/pool.ts'
import { startEmbeddedPostgres } from '../../test/support/embedded-postgres.ts'
import { cpuSeconds, parentOf } from './processes.ts'
import type { Database, Server } from './question.ts'

export type BenchServer = Server & AsyncDisposable & { readonly description: string }

export async function startServer(): Promise<BenchServer> {
  const given = process.env['BENCH_DATABASE_URL']
  const embedded = given ? undefined : await startEmbeddedPostgres()
  const url = given ?? embedded?.url ?? ''
  // One connection: some questions have databases made at once.
  const admin = new Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0 })
  admin.on('error', () => undefined)
  const { pid, description } = await look(admin)
  const postmaster = parentOf(pid, 'postgres')

  return {
    description: `${description}, ${given ? 'as BENCH_DATABASE_URL' : 'embedded'}`,
    database: () => createDatabase(admin, url),
    cpuSeconds: async () => (Number.isNaN(postmaster) ? Number.NaN : cpuSeconds(postmaster)),
    async [Symbol.asyncDispose]() {
      await admin.end()
      await embedded?.stop()
    },
  }
}

const LOOK = `
  select pg_backend_pid()::text                  as "pid",
         current_setting('server_version')       as "version",
         current_setting('fsync')                as "fsync",
         current_setting('synchronous_commit')   as "synchronous_commit",
         current_setting('full_page_writes')     as "full_page_writes",
         current_setting('shared_buffers')       as "shared_buffers"`

/** @throws where commits are not durable: nothing measured then would be worth anything */
async function look(admin: Pool): Promise<{ pid: number; description: string }> {
  const { rows } = await admin.query<Record<string, string>>(LOOK)
  const [{ pid, version, ...settings } = {}] = rows
  if (settings['fsync'] !== 'on' || settings['synchronous_commit'] !== 'on') {
    throw new Error('the Postgres of the bench must have fsync and synchronous_commit on')
  }
  const shown = Object.entries(settings).map(([name, value]) => `${name} ${value}`)
  return { pid: Number(pid), description: `Postgres ${version} (${shown.join(', ')})` }
}

async function createDatabase(admin: Pool, url: string): Promise<Database> {
  const name = `bench_${randomBytes(6).toString('hex')}`
  await admin.query(`create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  const pool = createPool({
    connection: { kind: 'url', url: own.href },
    max: 2,
    onIdleError: () => undefined,
  })
  return {
    url: own.href,
    pool,
    async [Symbol.asyncDispose]() {
      await pool.end()
      await admin.query(`drop database ${name} with (force)`)
      // What one run has left to be written is not the next one's to pay for.
      await admin.query('checkpoint')
    },
  }
}
