import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { settle } from '../../src/store/settle.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { answered, following } from '../support/rows.ts'

const WAITING = 800
const SETTLED = 100

/** Entries of the indexes of what waits that have been read. What this connection read is told first. */
async function entriesRead(pool: Pool): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()')
  const { rows } = await pool.query<{ read: bigint }>(`
    select sum(idx_tup_read)::bigint as "read"
      from pg_stat_user_indexes
     where relname in ('ventende_oppslag', 'parkert_oppslag')`)
  return Number(rows[0]?.read)
}

// Postgres knows nothing yet of a table that has been filled just now: to it every index seems to
// find one row.
test('a batch of answers reads what waits of its own nøkler, and of no others', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  const pool = createPool({
    connection: { kind: 'url', url: db.url },
    max: 1,
    onIdleError: () => undefined,
  })
  await using closing = new AsyncDisposableStack()
  closing.defer(() => pool.end())
  const hendelser = Array.from({ length: WAITING }, (_, i) =>
    hendelse(i + 1, { identifikator: `0181${String(1_000_000 + i)}` }),
  )
  await storePage(pool, page(1, hendelser))
  const batch = (await answered(pool, '{"n": 1}')).slice(0, SETTLED)

  const before = await entriesRead(pool)
  const { ny } = await settle(pool, batch, 0)
  const read = (await entriesRead(pool)) - before

  assert.equal(ny, SETTLED)
  assert.ok(read >= SETTLED && read <= 10 * SETTLED, `${read} entries`)
})
