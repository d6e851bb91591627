/**
 * The way to Postgres. Nothing here depends on a session: no named statements, no settings outside
 * a transaction, so that it works through pgbouncer in transaction mode.
 */
import {
  type ClientBase,
  type ClientConfig,
  Pool as PgPool,
  TypeOverrides,
  types as pgTypes,
} from 'pg'
import type { Connection } from '../domain/database.ts'
import { spoilsConnection } from './sqlstate.ts'
import { tlsOptions } from './tls.ts'

export type Pool = PgPool
export type Client = ClientBase

export type PoolOptions = {
  readonly connection: Connection
  readonly max: number
  /** Whether a statement may take as long as it takes: an operator waits for it. */
  readonly isPatient?: boolean
  /** A connection was lost while nobody used it. The next query opens another. */
  readonly onIdleError: (error: Error) => void
}

// int8 is exact as a bigint; a Date would lose the microseconds of a timestamptz.
const types = new TypeOverrides()
types.setTypeParser(pgTypes.builtins.INT8, BigInt)
types.setTypeParser(pgTypes.builtins.TIMESTAMPTZ, (text) => text)
types.setTypeParser(pgTypes.builtins.DATE, (text) => text)

/** No statement of ours takes longer when Postgres is well; one that does gives its locks back. */
const STATEMENT_TIMEOUT_MS = 60_000

export function connectionOptions(connection: Connection): ClientConfig {
  return {
    types,
    application_name: 'hendelsesfolger',
    keepAlive: true,
    // Also the wait for a connection that is free.
    connectionTimeoutMillis: 30_000,
    // The server gives up first; this one is for a server that is no longer there.
    query_timeout: STATEMENT_TIMEOUT_MS + 5_000,
    ssl: tlsOptions(connection.tls),
    ...(connection.kind === 'url'
      ? { connectionString: connection.url }
      : {
          host: connection.host,
          port: connection.port,
          database: connection.database,
          user: connection.user,
          ...(connection.password === null ? {} : { password: connection.password }),
        }),
  }
}

export function createPool({ connection, max, isPatient, onIdleError }: PoolOptions): Pool {
  const pool = new PgPool({
    ...connectionOptions(connection),
    ...(isPatient && { query_timeout: 0 }),
    max,
    // Firewalls drop old connections without a word, and names move after a failover.
    maxLifetimeSeconds: 900,
  })
  // Without these two a connection that Postgres ends takes the process with it.
  pool.on('error', onIdleError)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

const SERVER = `
  select current_database()                as "database",
         current_user                      as "user",
         current_setting('server_version') as "version"`

/** @returns what was reached, such as `Postgres 15.8, database skatt, as folger` */
export async function describeServer(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ database: string; user: string; version: string }>(SERVER)
  const [server] = rows
  return `Postgres ${server?.version}, database ${server?.database}, as ${server?.user}`
}

/**
 * Settings of a transaction whose statements look up a batch of keys: each by its index, however
 * large or small Postgres believes the table to be. A hash join reads all of it, for every batch.
 */
export const BY_INDEX =
  'set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_material = off'

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects.
 *
 * @param settings statements to begin it with
 */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: Client) => Promise<Result>,
  settings = '',
): Promise<Result> {
  const client = await pool.connect()
  let isSpoilt = false
  try {
    await client.query(
      `begin; set local statement_timeout = ${STATEMENT_TIMEOUT_MS}; set local jit = off; ${settings}`,
    )
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    isSpoilt = spoilsConnection(error)
    await client.query('rollback').catch(() => {
      isSpoilt = true
    })
    throw error
  } finally {
    client.release(isSpoilt)
  }
}
