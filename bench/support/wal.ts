/** How much write-ahead log the server has written. */
import type { Pool } from '../../src/store/pool.ts'

/** @returns bytes since the server was made: only differences mean something */
export async function walPosition(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    `select (pg_current_wal_lsn() - '0/0')::float8 as "bytes"`,
  )
  return rows[0]?.bytes ?? Number.NaN
}
