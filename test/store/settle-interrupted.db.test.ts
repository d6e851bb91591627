/** What comes between: events while a look-up fails, another settling, a crash. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import type { VentendeOppslag } from '../../src/domain/nokkel.ts'
import { inTransaction, type Pool } from '../../src/store/pool.ts'
import { settle, type Settlement } from '../../src/store/settle.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, endringer, following, opplysninger, theOneDue } from '../support/rows.ts'
import { until } from '../support/until.ts'

const TEN_MINUTES = 600_000

function answered(nokkel: VentendeOppslag, data: string): Settlement {
  return { kind: 'answered', nokkel, svar: { kind: 'data', data } }
}

/** The nøkkel as it is looked up when one event has come, and when two have. */
async function lookedUpTwice(pool: Pool) {
  await following(pool)
  await storePage(pool, page(1, [hendelse(1)]))
  const older = await theOneDue(pool)
  await storePage(pool, page(2, [hendelse(2)]))
  return { older, newer: await theOneDue(pool) }
}

for (const [what, ending] of [
  ['put off', { kind: 'put off', delayMs: TEN_MINUTES, costsTry: true }],
  ['parked', { kind: 'parked' }],
] as const) {
  // If this fails, the event is not looked up before the wait is over, or not at all.
  test(`P3: an event that arrives during a look-up that is ${what} is looked up at once`, async () => {
    await using db = await freshDatabase()
    const { older } = await lookedUpTwice(db.pool)

    const fault = new Fault('TIMED_OUT', 'look-up: no answer')
    await settle(db.pool, [{ ...ending, nokkel: older, fault }], TEN_MINUTES)

    const due = await theOneDue(db.pool)
    assert.deepEqual([due.sekvensnummer, due.forsok], [2n, 0])
  })
}

const WAITING_FOR_LOCKS = `
  select count(*)::int as count
    from pg_stat_activity
   where datname = current_database() and wait_event_type = 'Lock'`

// The first is held up before it can commit, so the overlap is certain.
test('P9: of two replicas that settle a nøkkel at once the second sees what the first stored', async () => {
  await using db = await freshDatabase()
  const { older, newer } = await lookedUpTwice(db.pool)
  const waiting = async (count: number): Promise<boolean> => {
    const { rows } = await db.pool.query<{ count: number }>(WAITING_FOR_LOCKS)
    return rows[0]?.count === count
  }

  const settling = await inTransaction(db.pool, async (client) => {
    await client.query('lock table folger.oppslagslogg in share mode')
    const first = settle(db.pool, [answered(older, '{"n": 1}')], TEN_MINUTES)
    await until(() => waiting(1))
    const second = settle(db.pool, [answered(newer, '{"n": 2}')], TEN_MINUTES)
    await until(() => waiting(2))
    return [first, second]
  })
  await Promise.all(settling)

  const [stored] = await opplysninger(db.pool)
  assert.equal(stored?.data, '{"n": 2}')
  assert.deepEqual(await endringer(db.pool), ['ny', 'endret'])
})

// The last statement fails, as when the server crashes before the commit.
test('P11: a settling that is broken off has settled nothing', async () => {
  await using db = await freshDatabase()
  const { newer } = await lookedUpTwice(db.pool)
  await db.pool.query('alter table folger.oppslagslogg add check (antall < 0)')

  await assert.rejects(settle(db.pool, [answered(newer, '1')], TEN_MINUTES), { code: '23514' })

  assert.equal(await countOf(db.pool, 'skatt.opplysning'), 0)
  assert.equal(await countOf(db.pool, 'skatt.endring'), 0)
  assert.deepEqual(await theOneDue(db.pool), newer)
})
