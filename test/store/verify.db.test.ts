import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import type { Hendelse } from '../../src/domain/hendelse.ts'
import type { Pool } from '../../src/store/pool.ts'
import { settle } from '../../src/store/settle.ts'
import { storePage } from '../../src/store/store-page.ts'
import { firstStored, lackingOf } from '../../src/store/verify.ts'
import { hendelse, KARI, OLA, OPPSLAG, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { answered, followedOppslag, following, KEY } from '../support/rows.ts'

const EVENTS = [hendelse(1), hendelse(2, { identifikator: OLA }), hendelse(3)]
const WANTED = { oppslag: [{ id: OPPSLAG, harPeriode: true }], bareBevakede: false }

async function stored() {
  const db = await freshDatabase()
  await following(db.pool)
  await followedOppslag(db.pool)
  await storePage(db.pool, page(1, EVENTS))
  return db
}

async function lacking(pool: Pool, hendelser: readonly Hendelse[] = EVENTS) {
  const { missing, different, unanswered } = await lackingOf(pool, KEY, WANTED, hendelser)
  return { missing, different, unanswered: Object.fromEntries(unanswered) }
}

const NOTHING = { missing: [], different: [], unanswered: {} }

test('nothing is lacking while nøkler wait, when they are answered, and when they are parked', async () => {
  await using db = await stored()
  assert.deepEqual(await lacking(db.pool), NOTHING)

  const due = await answered(db.pool, '{"a": 1}')
  const [first, second] = due
  assert.ok(first && second)
  await settle(db.pool, [first], 0)
  const fault = new Fault('REJECTED', 'no')
  await settle(db.pool, [{ kind: 'parked', nokkel: second.nokkel, fault }], 0)
  assert.deepEqual(await lacking(db.pool), NOTHING)
})

test('an event that is not stored is told, and so is one that is stored as another', async () => {
  await using db = await stored()
  const list = [
    ...EVENTS.slice(0, 2),
    hendelse(3, { gjelderPeriode: '2022' }),
    hendelse(7),
    hendelse(9, { identifikator: null }),
  ]

  assert.deepEqual(await lacking(db.pool, list), {
    missing: [7n, 9n],
    different: [3n],
    unanswered: {},
  })
})

test('an event of somebody who was forgotten is stored as it should be', async () => {
  await using db = await stored()

  await db.pool.query(`select drift.forget(array['${KARI}'])`)

  assert.deepEqual(await lacking(db.pool), NOTHING)
})

test('a nøkkel that has no answer and neither waits nor is parked is told by its oppslag', async () => {
  await using db = await stored()
  await db.pool.query(`delete from folger.ventende_oppslag where identifikator = '${KARI}'`)

  assert.deepEqual(await lacking(db.pool), { ...NOTHING, unanswered: { [OPPSLAG]: 1 } })
})

// The row is there, and is older than the event: only its place in time tells.
test('an answer from before the event is none', async () => {
  await using db = await stored()
  await settle(db.pool, await answered(db.pool, '{"a": 1}'), 0)
  await storePage(db.pool, page(4, [hendelse(4)]))
  await db.pool.query('delete from folger.ventende_oppslag')

  assert.deepEqual(await lacking(db.pool, [...EVENTS, hendelse(4)]), {
    ...NOTHING,
    unanswered: { [OPPSLAG]: 1 },
  })
})

test('those who are not on the watch list lack nothing', async () => {
  await using db = await stored()
  await db.pool.query('delete from folger.ventende_oppslag')
  await db.pool.query(`
    insert into folger.bevaking (konsument, identifikator, kilde) values ('egen', '${OLA}', 'test')`)

  const found = await lackingOf(db.pool, KEY, { ...WANTED, bareBevakede: true }, EVENTS)

  assert.deepEqual([...found.unanswered], [[OPPSLAG, 1]])
  assert.equal(await firstStored(db.pool, KEY), 1n)
})
