/** The daemon's schema in an empty database, with the table of the oppslag that is looked up. */
import { ensureTables, migrate } from '../../src/store/migrate.ts'
import type { Database } from './question.ts'
import { OPPSLAG } from './simulated.ts'

export async function makeSchema({ url, pool }: Database): Promise<void> {
  await migrate({ kind: 'url', url })
  await ensureTables(pool, [OPPSLAG])
}
