/** The index that finds the events we hold about somebody: made only where a watch list needs it. */
import { Client } from 'pg'
import type { Connection } from '../domain/database.ts'
import { connectionOptions, type Pool } from './pool.ts'

const EXISTS = `select to_regclass('folger.hendelse_identifikator') is not null as "exists"`

export async function hasEventIndex(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ exists: boolean }>(EXISTS)
  return rows[0]?.exists === true
}

// No page is stored meanwhile: some 20 s for ten million events, once. `concurrently` would not stop
// them, and leaves an index that is of no use when it is interrupted.
const MAKE = `
  begin;
  set local statement_timeout = 0;
  create index if not exists hendelse_identifikator on folger.hendelse (konsument, identifikator);
  commit`

/**
 * Costs each page of 10,000 about a tenth more (99 instead of 90 ms, least of 40), so it is not in the
 * migrations.
 *
 * @param connection of a role that owns the tables
 */
export async function makeEventIndex(connection: Connection): Promise<void> {
  const client = new Client({ ...connectionOptions(connection), query_timeout: 0 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(MAKE)
  } finally {
    await client.end()
  }
}
