import assert from 'node:assert/strict'
import { test } from 'node:test'
import { avregning } from '../../src/katalog/oppslag/avregning.ts'
import { oppslagIssues } from '../../src/katalog/rules.ts'
import { freshDatabase } from '../support/postgres.ts'

const OTHERS_THAN_OPPSLAG = `
  select replace(relname, '_', '-') as "id"
    from pg_class
   where relnamespace = 'skatt'::regnamespace
     and relkind in ('r', 'p', 'v', 'c')
     and not relispartition`

// If this fails, the table of an oppslag with that id is never made, and its answers are never stored.
test('an oppslag of KATALOG_FIL may not be named as anything else that is in skatt', async () => {
  await using db = await freshDatabase()

  const { rows } = await db.pool.query<{ id: string }>(OTHERS_THAN_OPPSLAG)

  const free = rows.filter(({ id }) => oppslagIssues({ ...avregning, id }).length === 0)
  assert.deepEqual(free, [])
  assert.deepEqual(oppslagIssues({ ...avregning, id: 'restanser' }), [])
})
