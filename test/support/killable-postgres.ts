/**
 * A Postgres server of a test's own: it can be crashed, started again, and frozen, without any other
 * test noticing it.
 */
import { Client } from 'pg'
import { migrate } from '../../src/store/migrate.ts'
import { createPool } from '../../src/store/pool.ts'
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts'
import type { TestDatabase } from './postgres.ts'

export type KillablePostgres = AsyncDisposable & {
  /** A migrated database of its own, by a superuser's URL. Gone with the server. */
  readonly database: () => Promise<TestDatabase>
  /** Crashes it: all connections are cut. */
  readonly kill: () => Promise<void>
  /** Starts it again after kill(). */
  readonly restart: () => Promise<void>
  /** Stops all its processes where they are: connections stay open and nothing answers. */
  readonly freeze: () => Promise<void>
  readonly thaw: () => void
}

/** @param options where it is to keep its data, and how */
export async function startKillablePostgres(
  options: Pick<EmbeddedPostgresOptions, 'dataDir' | 'settings'> = {},
): Promise<KillablePostgres> {
  const server = await startEmbeddedPostgres({ fsync: false, ...options })
  let frozen: readonly number[] = []
  let made = 0

  function thaw(): void {
    for (const pid of frozen) signal(pid, 'SIGCONT')
    frozen = []
  }

  return {
    async database() {
      made += 1
      const name = `killable_${made}`
      await withClient(server.url, (client) => client.query(`create database ${name}`))
      const url = new URL(server.url)
      url.pathname = `/${name}`
      const connection = { kind: 'url', url: url.href } as const
      await migrate(connection)
      const pool = createPool({ connection, max: 5, onIdleError: () => undefined })
      return { url: url.href, pool, [Symbol.asyncDispose]: () => pool.end() }
    },
    kill: server.kill,
    restart: server.restart,
    async freeze() {
      frozen = await withClient(server.url, async (client) => {
        const postmaster = await pidsOf(client, POSTMASTER)
        // First the one that would let new connections in.
        for (const pid of postmaster) signal(pid, 'SIGSTOP')
        return [...postmaster, ...(await pidsOf(client, BACKENDS))]
      })
      for (const pid of frozen) signal(pid, 'SIGSTOP')
    },
    thaw,
    async [Symbol.asyncDispose]() {
      thaw()
      await server.stop()
    },
  }
}

const POSTMASTER = `select split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int as pid`
const BACKENDS = `select pid from pg_stat_activity where pid <> pg_backend_pid()`

async function pidsOf(client: Client, query: string): Promise<number[]> {
  const { rows } = await client.query<{ pid: number }>(query)
  return rows.map(({ pid }) => pid)
}

/** A process that has ended meanwhile needs no signal. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function withClient<Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
