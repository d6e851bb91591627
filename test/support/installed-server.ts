/** A server of an installed Postgres, whose tools fit it, with a database of its own. */
import { Client } from 'pg'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

export type InstalledServer = {
  readonly url: string
  readonly pool: Pool
  readonly logFile: string
}

/** @param programs the folder that postgresTools() found */
export async function startInstalledServer(
  programs: string,
  closing: AsyncDisposableStack,
): Promise<InstalledServer> {
  const server = await startEmbeddedPostgres({ fsync: false, programs })
  closing.defer(server.stop)
  await query(server.url, 'create database skatt')
  const url = new URL(server.url)
  url.pathname = '/skatt'
  const connection = { kind: 'url', url: url.href } as const
  const pool = createPool({ connection, max: 3, onIdleError: () => undefined })
  closing.defer(() => pool.end())
  return { url: url.href, pool, logFile: server.logFile }
}

/** Runs a statement on a connection of its own. */
export async function query(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
