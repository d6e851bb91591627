/** All that is in a database, as one text: whatever a person could be found in. */
import type { Pool } from '../../src/store/pool.ts'

// Those of other schemas as well: nothing of ours may have got there.
const TABLES = `
  select format('%I.%I', schemaname, tablename) as "name"
    from pg_tables
   where schemaname not in ('pg_catalog', 'information_schema')`

export async function everythingIn(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(TABLES)
  const texts: string[] = []
  for (const { name } of rows) {
    const found = await pool.query<{ text: string }>(`select row::text as text from ${name} as row`)
    texts.push(name, ...found.rows.map(({ text }) => text))
  }
  return texts.join('\n')
}
