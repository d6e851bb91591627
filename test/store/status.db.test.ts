import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import { EGEN } from '../../src/domain/ids.ts'
import { saveApiState } from '../../src/store/api-state.ts'
import { saveBreaker } from '../../src/store/breaker.ts'
import { pause } from '../../src/store/drift.ts'
import { keepLeases } from '../../src/store/leases.ts'
import { createPool } from '../../src/store/pool.ts'
import { noteReadingFault } from '../../src/store/position.ts'
import { settle } from '../../src/store/settle.ts'
import { loadStatus } from '../../src/store/status.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, LISTE, OLA, OPPSLAG, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { dueOf, followedOppslag, following, KEY } from '../support/rows.ts'

const ALL_APIS = { liste: null, api: OPPSLAG, all: false, konsument: null }
const AWAY = { feil: '503', feilklasse: 'UNAVAILABLE', waitMs: 60_000, pauses: 1 } as const

/** A database in which the list of the builders is followed, with two nøkler that wait. */
async function followed() {
  const db = await freshDatabase()
  await following(db.pool)
  await followedOppslag(db.pool)
  await storePage(db.pool, page(1, [hendelse(1), hendelse(12, { identifikator: OLA })]))
  return db
}

test('a list has its posisjon, what waits, and the fault of its last reading', async () => {
  await using db = await followed()
  await noteReadingFault(db.pool, KEY, 'no answer')

  const { lister, readMs } = await loadStatus(db.pool)

  const [only, ...others] = lister
  assert.equal(others.length, 0)
  assert.deepEqual([only?.konsument, only?.liste, only?.tilstand], [EGEN, LISTE, 'feil'])
  assert.deepEqual([only?.neste, only?.hode, only?.ventende, only?.parkert], [13n, 12n, 2n, 0n])
  assert.equal(only?.feil, 'no answer')
  assert.equal(only?.ajourMs, null)
  assert.ok(only?.eldsteVentendeMs && only.eldsteVentendeMs <= readMs)
})

test('a nøkkel is due until it is put off, and then not', async () => {
  await using db = await followed()
  const before = await loadStatus(db.pool)
  const due = await dueOf(db.pool, OPPSLAG)
  const fault = new Fault('SERVER_ERROR', 'x')
  await settle(
    db.pool,
    due.map((nokkel) => ({ kind: 'put off', nokkel, fault, delayMs: 60_000, costsTry: true })),
    0,
  )
  const after = await loadStatus(db.pool)

  assert.ok((before.oppslag[0]?.forfaltMs ?? Infinity) <= before.readMs)
  assert.deepEqual(after.oppslag, [
    { konsument: EGEN, oppslag: OPPSLAG, liste: LISTE, api: OPPSLAG, forfaltMs: null },
  ])
})

test('what was parked is counted by class, and each call by its hour', async () => {
  await using db = await followed()
  const due = await dueOf(db.pool, OPPSLAG)
  const fault = new Fault('REJECTED', 'x', { status: 400, kode: 'SSG-006' })
  await settle(
    db.pool,
    due.map((nokkel) => ({ kind: 'parked', nokkel, fault })),
    0,
  )
  await db.pool.query(`
    insert into folger.oppslagslogg (time, konsument, oppslag, aarsak, utfall, antall)
    values (date_trunc('hour', now(), 'UTC') - interval '23 hours', 'egen', 'a', 'hendelse', 'data', 3),
           (date_trunc('hour', now(), 'UTC') - interval '23 hours', 'egen', 'a', 'operatoer', 'data', 4),
           (date_trunc('hour', now(), 'UTC') - interval '24 hours', 'egen', 'a', 'hendelse', 'data', 5)`)

  const { parkert, kall, readMs } = await loadStatus(db.pool)

  assert.deepEqual(
    parkert.map(({ oppslag, feilklasse, antall }) => [oppslag, feilklasse, antall]),
    [[OPPSLAG, 'REJECTED', 2n]],
  )
  assert.deepEqual(
    kall.map(({ oppslag, antall }) => [oppslag, antall]),
    [
      ['a', 7n],
      [OPPSLAG, 2n],
    ],
  )
  assert.ok(kall.every(({ timeMs }) => timeMs % 3_600_000 === 0 && timeMs <= readMs))
})

test('an API is paused by a fault, held for a wave, paused by an operator, and none of them', async () => {
  await using db = await followed()
  const api = async () => (await loadStatus(db.pool)).apier[0]

  const calling = await api()
  await saveApiState(db.pool, OPPSLAG, [EGEN], AWAY)
  const paused = await api()
  await saveApiState(db.pool, OPPSLAG, [EGEN], null)
  await saveBreaker(db.pool, OPPSLAG, EGEN, 'tripped')
  const waving = await api()
  await saveBreaker(db.pool, OPPSLAG, EGEN, 'closed')
  await pause(db.pool, ALL_APIS, false)
  const stopped = await api()

  assert.deepEqual(
    [calling?.feil, calling?.pausetMs, calling?.bolgeMs, calling?.pausetAv],
    [null, null, null, null],
  )
  assert.deepEqual([paused?.feil, paused?.feilklasse, paused?.pauser], ['503', 'UNAVAILABLE', 1])
  assert.ok(paused?.pausetMs && paused.nesteMs && paused.nesteMs > paused.pausetMs)
  assert.deepEqual([waving?.feil, waving?.bolgeMs === null], [null, false])
  assert.deepEqual([stopped?.bolgeMs, typeof stopped?.pausetAv], [null, 'string'])
})

test('a loop is held while its lease runs', async () => {
  await using db = await followed()
  await keepLeases(db.pool, ['api:a', 'api:b'], 'somebody', 60_000)
  await db.pool.query(`update folger.leie set utloper_at = '-infinity' where navn = 'api:b'`)

  assert.deepEqual((await loadStatus(db.pool)).held, ['api:a'])
})

// If this fails, the page and the metrics cost as much as there is that waits.
test('of a hundred thousand that wait it reads ten thousand and a few', async () => {
  await using db = await followed()
  await db.pool.query(`
    insert into folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode, liste)
    select 'egen', '${OPPSLAG}', n::text, '2023', '${LISTE}'
      from generate_series(1, 100000) as n`)
  await db.pool.query('vacuum analyze folger.ventende_oppslag')
  // One connection: what it has read is told when it is told to.
  const connection = { kind: 'url', url: db.url } as const
  const alone = createPool({ connection, max: 1, onIdleError: () => undefined })
  const read = async (): Promise<number> => {
    await alone.query('select pg_stat_force_next_flush()')
    const { rows } = await alone.query<{ read: bigint }>(`
      select (select sum(seq_tup_read)::bigint from pg_stat_user_tables
               where schemaname = 'folger' and relname = 'ventende_oppslag')
             + (select sum(idx_tup_read)::bigint from pg_stat_user_indexes
                 where schemaname = 'folger' and relname = 'ventende_oppslag') as "read"`)
    return Number(rows[0]?.read)
  }
  const before = await read()

  const { lister, oppslag } = await loadStatus(alone)

  const rows = (await read()) - before
  await alone.end()
  assert.ok((lister[0]?.ventende ?? 0n) > 90_000n)
  assert.notEqual(oppslag[0]?.forfaltMs, null)
  assert.ok(rows >= 10_000 && rows < 10_100, `${rows} rows`)
})
