import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import { inTransaction, type Pool } from '../../src/store/pool.ts'
import { noteAtEnd, noteGap, noteHead } from '../../src/store/position.ts'
import { settle } from '../../src/store/settle.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, nummer, page } from '../support/builders.ts'
import { writeChanges } from '../support/feed.ts'
import { freshDatabase } from '../support/postgres.ts'
import { feedIsOpen, following, KEY, theOneDue } from '../support/rows.ts'
import { until } from '../support/until.ts'

type Row = {
  ventende: bigint
  parkert: bigint
  gjenspeiler_til: string | null
  ajour_at: string | null
}

async function freshness(pool: Pool): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>(
    'select ventende, parkert, gjenspeiler_til, ajour_at from skatt.ferskhet',
  )
  return rows[0]
}

test('nothing is promised before the end of the list has been reached', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(1)]))

  assert.equal((await freshness(db.pool))?.gjenspeiler_til, null)
  await noteAtEnd(db.pool, KEY, 0)
  // The event was read before any end was: when it became visible is unknown.
  assert.equal((await freshness(db.pool))?.gjenspeiler_til, null)
})

// If this fails, a consumer takes for complete what lacks an event from just before it was read.
test('while an event waits, only what was visible before the end reached before it is promised', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await noteAtEnd(db.pool, KEY, 0)
  const atFirstEnd = (await freshness(db.pool))?.ajour_at

  await storePage(db.pool, page(1, [hendelse(1)]))
  await noteAtEnd(db.pool, KEY, 0)
  const waiting = await freshness(db.pool)
  await settle(
    db.pool,
    [{ kind: 'answered', nokkel: await theOneDue(db.pool), svar: { kind: 'data', data: '1' } }],
    0,
  )
  const done = await freshness(db.pool)

  assert.equal(waiting?.ventende, 1n)
  assert.equal(waiting?.gjenspeiler_til, atFirstEnd)
  assert.equal(done?.gjenspeiler_til, done?.ajour_at)
})

test('a parked nøkkel holds the promise back too', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await noteAtEnd(db.pool, KEY, 0)
  const atFirstEnd = (await freshness(db.pool))?.ajour_at
  await storePage(db.pool, page(1, [hendelse(1)]))

  const fault = new Fault('REJECTED', '400')
  await settle(db.pool, [{ kind: 'parked', nokkel: await theOneDue(db.pool), fault }], 0)
  await noteAtEnd(db.pool, KEY, 0)

  const row = await freshness(db.pool)
  assert.equal(row?.parkert, 1n)
  assert.equal(row?.gjenspeiler_til, atFirstEnd)
})

test('the head is what the list was seen to have, also beyond the posisjon, until it is another list', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  const head = async (): Promise<bigint | null> => {
    const { rows } = await db.pool.query<{ hode: bigint | null }>('select hode from skatt.ferskhet')
    return rows[0]?.hode ?? null
  }

  assert.equal(await head(), 0n)
  await noteHead(db.pool, KEY, nummer(40))
  await noteHead(db.pool, KEY, nummer(20))
  assert.equal(await head(), 40n)
  await storePage(db.pool, page(1, [hendelse(50)]))
  assert.equal(await head(), 50n)
  await noteHead(db.pool, KEY, nummer(90))
  await noteGap(db.pool, KEY, 'it was set up anew')
  assert.equal(await head(), 50n)
})

const WAITING = `
  insert into folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode, liste)
  select 'egen', 'avregning', 'nr ' || number, '2023', $2
    from generate_series(1, $1::int) as number`

test('few that wait are counted, many are estimated', async () => {
  await using db = await freshDatabase()
  await following(db.pool)

  await db.pool.query(WAITING, [9_999, KEY.liste])
  assert.equal((await freshness(db.pool))?.ventende, 9_999n)
  await db.pool.query('delete from folger.ventende_oppslag')
  await db.pool.query(WAITING, [30_000, KEY.liste])
  await db.pool.query('vacuum analyze folger.ventende_oppslag')
  await db.pool.query(WAITING.replace('avregning', 'inntekt'), [10_000, 'inntekt'])
  await db.pool.query('analyze folger.ventende_oppslag')

  const estimate = Number((await freshness(db.pool))?.ventende)
  assert.ok(estimate > 27_000 && estimate < 33_000, `${estimate} of 30000`)
})

async function isFresh(pool: Pool, ...values: unknown[]): Promise<boolean> {
  const places = values.map((_, index) => `$${index + 1}`)
  const { rows } = await pool.query<{ fresh: boolean }>(
    `select skatt.er_ferskt_til(${places.join(', ')}) as fresh`,
    values,
  )
  return rows[0]?.fresh ?? false
}

// If this fails, a consumer decides on data that lacks events it asked for.
test('the tables are fresh up to a time only if every list asked about is', async () => {
  await using db = await freshDatabase()
  const [past, future] = ['2024-01-01', '2999-01-01']

  assert.equal(await isFresh(db.pool, past), false, 'nothing is followed')
  await following(db.pool)
  assert.equal(await isFresh(db.pool, past), false, 'its end has not been reached')
  await noteAtEnd(db.pool, KEY, 0)
  assert.equal(await isFresh(db.pool, past), true)
  assert.equal(await isFresh(db.pool, future), false)
  assert.equal(await isFresh(db.pool, past, [KEY.liste, 'inntekt']), false, 'one is not followed')

  await db.pool.query(`
    insert into folger.posisjon (konsument, liste, neste_sekvensnummer, kilde, startdato)
    values ('egen', 'inntekt', 1, '{}', '0')`)
  assert.equal(await isFresh(db.pool, past), false, 'one of two')
  assert.equal(await isFresh(db.pool, past, [KEY.liste]), true)
  assert.equal(await isFresh(db.pool, past, null, '999999999'), false, 'another konsument')
})

test('what holds up the change feed is shown as long as it does, with its process', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await feedIsOpen(db.pool)
  const held = async () => {
    const { rows } = await db.pool.query<{ since: string | null; pid: number; database: string }>(`
      select endringer_holdt_siden_at   as "since",
             endringer_holdt_av_pid      as "pid",
             endringer_holdt_av_database as "database"
        from skatt.ferskhet`)
    return rows[0]
  }

  assert.equal((await held())?.since, null)
  await inTransaction(db.pool, async (client) => {
    const { rows } = await client.query<{ pid: number; database: string }>(`
      select pg_backend_pid() as "pid", current_database() as "database", pg_current_xact_id()`)
    const [holder] = rows
    await db.pool.query(`
      insert into skatt.endring (konsument, oppslag, identifikator, gjelder_periode, type)
      values ('egen', 'avregning', 'x', '2023', 'ny')`)
    // Writers in other databases, of other tests, may have begun before.
    await until(async () => (await held())?.pid === holder?.pid)
    assert.equal((await held())?.database, holder?.database)
    assert.notEqual((await held())?.since, null)
  })
  await writeChanges(db.pool, 1)
  assert.equal((await held())?.since, null)
})
