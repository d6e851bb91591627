import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EGEN } from '../../src/domain/ids.ts'
import { type Bevaking, watchAdd, watchRemove } from '../../src/store/drift.ts'
import type { Client, Pool } from '../../src/store/pool.ts'
import { settle } from '../../src/store/settle.ts'
import { storePage } from '../../src/store/store-page.ts'
import { countWatched, LANE } from '../../src/store/watch-list.ts'
import { hendelse, KARI, OLA, page } from '../support/builders.ts'
import { openTransaction, waitsOrEnds } from '../support/open-transaction.ts'
import { freshDatabase } from '../support/postgres.ts'
import { answered, countOf, endringer, following, theOneDue, watching } from '../support/rows.ts'

const ONLY_WATCHED = { bareBevakede: true }

async function watched() {
  const db = await freshDatabase()
  await following(db.pool)
  await watching(db.pool)
  return db
}

function all(...identifikatorer: readonly string[]): readonly Bevaking[] {
  return identifikatorer.map((identifikator) => ({ identifikator, gjelderPeriode: '*' }))
}

async function add(db: Pool | Client, rows: readonly Bevaking[], lane: number = LANE.live) {
  const effect = await watchAdd(db, EGEN, rows, { kilde: 'test', lane }, false)
  return { added: effect.rows, queued: effect.nokler }
}

/** Who is taken off, and what the command says beside it. */
async function remove(pool: Pool, rows: readonly Bevaking[], erase: boolean) {
  const effect = await watchRemove(pool, EGEN, rows, erase, false)
  return { removed: effect.rows, note: effect.note }
}

async function waiting(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ nokkel: string }>(`
    select identifikator || ' ' || gjelder_periode as nokkel
      from folger.ventende_oppslag
     order by 1`)
  return rows.map(({ nokkel }) => nokkel)
}

test('every event is stored and moves the posisjon, those on the list alone wait', async () => {
  await using db = await watched()
  await add(db.pool, all(KARI))

  const stored = await storePage(
    db.pool,
    page(1, [hendelse(1), hendelse(2, { identifikator: OLA })], ONLY_WATCHED),
  )

  assert.deepEqual(stored, { inserted: 2, queued: 1, coalesced: 0 })
  assert.deepEqual(await waiting(db.pool), [`${KARI} 2023`])
  const { rows } = await db.pool.query(
    'select neste_sekvensnummer, bevaking_versjon from folger.posisjon',
  )
  assert.deepEqual(rows, [{ neste_sekvensnummer: 3n, bevaking_versjon: 1n }])
})

test('a row with a period means the events about it, a year its months and a month its year', async () => {
  await using db = await watched()
  await add(db.pool, [
    { identifikator: KARI, gjelderPeriode: '2023' },
    { identifikator: OLA, gjelderPeriode: '2022-05' },
  ])
  const periods = ['2022', '2022-05', '2022-06', '2023', '2023-01']
  const hendelser = [KARI, OLA].flatMap((identifikator, i) =>
    periods.map((gjelderPeriode, j) => hendelse(1 + i * 10 + j, { identifikator, gjelderPeriode })),
  )

  await storePage(db.pool, page(1, hendelser, ONLY_WATCHED))

  assert.deepEqual(await waiting(db.pool), [
    `${KARI} 2023`,
    `${KARI} 2023-01`,
    `${OLA} 2022`,
    `${OLA} 2022-05`,
  ])
})

test('P5: who is added after their events waits for the newest of each period, and once', async () => {
  await using db = await watched()
  await storePage(
    db.pool,
    page(
      1,
      [hendelse(1), hendelse(2), hendelse(3, { gjelderPeriode: '2022' }), hendelse(4)],
      ONLY_WATCHED,
    ),
  )

  const first = await add(db.pool, all(KARI))
  const again = await add(db.pool, all(KARI))

  assert.deepEqual(
    [first, again],
    [
      { added: 1n, queued: 2n },
      { added: 0n, queued: 0n },
    ],
  )
  const { rows } = await db.pool.query(`
    select gjelder_periode, aarsak, nyeste_sekvensnummer
      from folger.ventende_oppslag
     order by 1`)
  assert.deepEqual(rows, [
    { gjelder_periode: '2022', aarsak: 'bevaking', nyeste_sekvensnummer: 3n },
    { gjelder_periode: '2023', aarsak: 'bevaking', nyeste_sekvensnummer: 4n },
  ])
})

// If this fails, whoever is added while a page holds their event is not looked up until their next one.
// The page is held open after it has stored its events: the overlap is certain.
test('P1: who is added while a page with their event is being stored is looked up', async () => {
  await using db = await watched()
  await add(db.pool, all(OLA))
  await storePage(db.pool, page(1, [hendelse(1, { identifikator: OLA })], ONLY_WATCHED))
  await using holder = await openTransaction(db.pool)
  await holder.client.query('select 1 from folger.ventende_oppslag for update')

  const storing = storePage(
    db.pool,
    page(2, [hendelse(2), hendelse(3, { identifikator: OLA })], ONLY_WATCHED),
  )
  await waitsOrEnds(db.pool, storing)
  const adding = add(db.pool, all(KARI))
  await holder.commit()
  await Promise.all([storing, adding])

  assert.deepEqual(await waiting(db.pool), [`${KARI} 2023`, `${OLA} 2023`])
})

test('P1: a page that comes while somebody is being added sees them on the list', async () => {
  await using db = await watched()
  await using holder = await openTransaction(db.pool)
  await add(holder.client, all(KARI))

  const storing = storePage(db.pool, page(1, [hendelse(1)], ONLY_WATCHED))
  await waitsOrEnds(db.pool, storing)
  await holder.commit()

  assert.deepEqual(await storing, { inserted: 1, queued: 1, coalesced: 0 })
  assert.equal((await theOneDue(db.pool)).aarsak, 'hendelse')
})

test('a live event about a nøkkel that waits for another reason is the reason from then on', async () => {
  await using db = await watched()
  await storePage(db.pool, page(1, [hendelse(1)], ONLY_WATCHED))
  await add(db.pool, all(KARI), LANE.lasting)
  const before = await theOneDue(db.pool)

  await storePage(db.pool, page(2, [hendelse(2)], ONLY_WATCHED))

  const after = await theOneDue(db.pool)
  assert.deepEqual([before.aarsak, after.aarsak], ['bevaking', 'hendelse'])
  assert.ok(after.versjon > before.versjon)
  assert.equal(await countOf(db.pool, 'folger.ventende_oppslag where prioritet = 0'), 1)
})

test('who is taken off waits no longer, and what is stored stays or goes as told', async () => {
  await using db = await watched()
  await add(db.pool, all(KARI, OLA))
  await storePage(
    db.pool,
    page(1, [hendelse(1), hendelse(2, { identifikator: OLA })], ONLY_WATCHED),
  )
  await settle(db.pool, await answered(db.pool, '{"a": 1}'), 0)
  await storePage(
    db.pool,
    page(3, [hendelse(3), hendelse(4, { identifikator: OLA })], ONLY_WATCHED),
  )

  assert.deepEqual(await remove(db.pool, all(KARI), false), { removed: 1n, note: null })
  assert.deepEqual(await waiting(db.pool), [`${OLA} 2023`])
  assert.equal(await countOf(db.pool, 'skatt.opplysning'), 2)

  assert.deepEqual(await remove(db.pool, all(OLA), true), {
    removed: 1n,
    note: '1 opplysninger erased',
  })
  assert.deepEqual(await waiting(db.pool), [])
  assert.equal(await countOf(db.pool, `skatt.opplysning where identifikator = '${OLA}'`), 0)
  assert.deepEqual(await endringer(db.pool), ['ny', 'ny', 'slettet'])
  assert.equal(await countOf(db.pool, 'folger.hendelse'), 4)
})

test('erasing one period leaves what another row still follows', async () => {
  await using db = await watched()
  await add(db.pool, [
    { identifikator: KARI, gjelderPeriode: '2022' },
    { identifikator: KARI, gjelderPeriode: '2023' },
  ])
  await storePage(
    db.pool,
    page(1, [hendelse(1), hendelse(2, { gjelderPeriode: '2022' })], ONLY_WATCHED),
  )
  await settle(db.pool, await answered(db.pool, '{"a": 1}'), 0)

  const removed = await remove(db.pool, [{ identifikator: KARI, gjelderPeriode: '2022' }], true)

  assert.deepEqual(removed, { removed: 1n, note: '1 opplysninger erased' })
  assert.equal(await countOf(db.pool, `skatt.opplysning where gjelder_periode = '2023'`), 1)
})

// If this fails, every return to the list costs a call for data that we have.
test('P5: who comes back is looked up only for what has happened meanwhile', async () => {
  await using db = await watched()
  await add(db.pool, all(KARI))
  const two = [hendelse(1), hendelse(2, { gjelderPeriode: '2022' })]
  await storePage(db.pool, page(1, two, ONLY_WATCHED))
  await settle(db.pool, await answered(db.pool, '{"a": 1}'), 0)
  await remove(db.pool, all(KARI), false)
  await storePage(db.pool, page(3, [hendelse(3)], ONLY_WATCHED))

  assert.deepEqual(await add(db.pool, all(KARI)), { added: 1n, queued: 1n })
  assert.deepEqual(await waiting(db.pool), [`${KARI} 2023`])
})

test('an answer about somebody who was erased during the look-up is not stored', async () => {
  await using db = await watched()
  await add(db.pool, all(KARI))
  await storePage(db.pool, page(1, [hendelse(1)], ONLY_WATCHED))
  const inFlight = await answered(db.pool, '{"a": 1}')

  await remove(db.pool, all(KARI), true)
  await settle(db.pool, inFlight, 0)

  assert.equal(await countOf(db.pool, 'skatt.opplysning'), 0)
})

test('the list is counted by where its rows came from', async () => {
  await using db = await watched()
  await add(db.pool, [...all(KARI, OLA), { identifikator: OLA, gjelderPeriode: '2023' }])
  const other = '999999999'
  await db.pool.query(`insert into folger.bevakingsliste (konsument) values ('${other}')`)
  await watchAdd(db.pool, other, all(KARI), { kilde: 'fil', lane: LANE.lasting }, false)

  const counts = async (konsument: string | null) =>
    (await countWatched(db.pool, konsument)).map((c) => [
      c.konsument,
      c.kilde,
      c.rows,
      c.identifikatorer,
    ])
  assert.deepEqual(await counts(null), [
    [other, 'fil', 1n, 1n],
    [EGEN, 'test', 3n, 2n],
  ])
  assert.deepEqual(await counts(EGEN), [[EGEN, 'test', 3n, 2n]])
})
