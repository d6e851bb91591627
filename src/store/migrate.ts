/** The schema: brought up to what this program knows, and never used when it is newer (P14). */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runner } from 'node-pg-migrate'
import { Client } from 'pg'
import type { Connection } from '../domain/database.ts'
import { ConfigError } from '../domain/errors.ts'
import { connectionOptions, type Pool } from './pool.ts'
import { GRANT_RIGHTS } from './roles.ts'

const MIGRATIONS = join(import.meta.dirname, '../../migrations')
const TABLE = { schema: 'folger', name: 'migrasjon' } as const

/** Any number: whoever migrates waits for whoever does so already. */
const BEGIN_ALONE = `begin; select pg_advisory_xact_lock(4711058)`

/**
 * Runs the migrations that are missing, all in one transaction and under a lock that others wait for.
 * The lock belongs to the transaction: one of the session, as the runner itself would take, is given
 * back over another connection behind pgbouncer in transaction mode, and then stays for ever.
 *
 * @returns the names of those that were run, oldest first
 * @throws ConfigError when the schema is newer than this program
 */
export async function migrate(connection: Connection): Promise<readonly string[]> {
  const client = new Client(connectionOptions(connection))
  client.on('error', () => undefined)
  await client.connect()
  try {
    await missingMigrations(client)
    await client.query(BEGIN_ALONE)
    // Its own `begin` within ours is a warning and no more; its `commit`, when it has run any, is ours.
    const run = await runner({
      dbClient: client,
      dir: MIGRATIONS,
      direction: 'up',
      migrationsTable: TABLE.name,
      migrationsSchema: TABLE.schema,
      createMigrationsSchema: true,
      singleTransaction: true,
      noLock: true,
      log: () => undefined,
    })
    if (run.length === 0) await client.query('commit')
    // What is new is nobody's yet, and what can be called, everybody's.
    else await client.query(GRANT_RIGHTS)
    return run.map((migration) => migration.name)
  } finally {
    await client.end()
  }
}

/** @throws ConfigError when the schema is older or newer than this program */
export async function checkSchema(pool: Pool): Promise<void> {
  const missing = await missingMigrations(pool)
  if (missing.length === 0) return
  throw new ConfigError([
    `the database lacks the migrations ${missing.join(', ')}: start once with MIGRATIONS=run, or let a DBA run them`,
  ])
}

// A new database has neither the table nor its schema.
const APPLIED = `select to_regclass('folger.migrasjon') is not null as "exists"`
const NAMES = `select name from folger.migrasjon order by name`

/**
 * @returns the migrations that this program knows and the database lacks, oldest first
 * @throws ConfigError when the schema is newer than this program
 */
export async function missingMigrations(db: Pool | Client): Promise<readonly string[]> {
  const known = (await readdir(MIGRATIONS))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .toSorted()
  const {
    rows: [table],
  } = await db.query<{ exists: boolean }>(APPLIED)
  const applied = table?.exists ? (await db.query<{ name: string }>(NAMES)).rows : []

  const newer = applied.map(({ name }) => name).filter((name) => !known.includes(name))
  if (newer.length > 0) {
    throw new ConfigError([
      `the database's schema is at ${newer.at(-1)}, this program knows up to ${known.at(-1)}: a newer program has migrated it. Deploy that one or later, or restore the database`,
    ])
  }
  return known.filter((name) => !applied.some((row) => row.name === name))
}

const CREATE_TABLE = `
  select folger.opprett_opplysningstabell(oppslag)
    from unnest($1::text[]) as oppslag
   where to_regclass(format('skatt.%I', replace(oppslag, '-', '_'))) is null`

/** Makes the tables of oppslag that came with KATALOG_FIL. Needs no rights when they are there. */
export async function ensureTables(pool: Pool, oppslag: readonly string[]): Promise<void> {
  await pool.query(CREATE_TABLE, [oppslag])
}
