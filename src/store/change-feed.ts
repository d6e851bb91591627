/** The change feed over a restore of the database, which hands transactions' numbers out again. */
import { ConfigError } from '../domain/errors.ts'
import type { Pool } from './pool.ts'

// The last row's transaction has not begun yet on this server: it was another one's.
const FOREIGN = `
  select transaksjon >= pg_snapshot_xmax(pg_current_snapshot()) as "isForeign"
    from skatt.endring
   order by transaksjon desc
   limit 1`

/** @throws ConfigError when the feed was written on another server, and readers have not been told */
export async function checkChangeFeed(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ isForeign: boolean }>(FOREIGN)
  if (rows[0]?.isForeign !== true) return
  throw new ConfigError([
    "the change feed is of another database server: this database was restored from a dump. Run `hendelsesfolger restored` once, so that readers of the feed are told to read the tables anew (docs/drift.md, 'Restore')",
  ])
}

const RESTORED = `select drift.gjenopprettet()`

/** Begins the feed anew; older places in it are refused from now on. Recorded in folger.revisjon. */
export async function noteRestored(pool: Pool): Promise<void> {
  await pool.query(RESTORED)
}
