import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import type { VentendeOppslag } from '../../src/domain/nokkel.ts'
import type { Opplysningssvar } from '../../src/domain/svar.ts'
import type { Pool } from '../../src/store/pool.ts'
import { settle, type Settlement } from '../../src/store/settle.ts'
import { NOTHING_SETTLED } from '../../src/store/store-answers.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, OLA, OPPSLAG, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, endringer, following, opplysninger, theOneDue, dueOf } from '../support/rows.ts'

const TEN_MINUTES = 600_000
const GONE: Opplysningssvar = { kind: 'slettet' }
const NO_DATA: Opplysningssvar = { kind: 'ingen_data' }

function data(text: string): Opplysningssvar {
  return { kind: 'data', data: text }
}

function answered(nokkel: VentendeOppslag, svar: Opplysningssvar): Settlement {
  return { kind: 'answered', nokkel, svar }
}

let lastNumber = 0

/** An event about the nøkkel of the builders, looked up and settled with each answer in turn. */
async function eventsAnsweredBy(
  pool: Pool,
  svar: readonly Opplysningssvar[],
  bekreftMs = TEN_MINUTES,
) {
  for (const one of svar) {
    const fra = ++lastNumber
    await pool.query('update folger.posisjon set neste_sekvensnummer = $1', [fra])
    await storePage(pool, page(fra, [hendelse(fra)]))
    await settle(pool, [answered(await theOneDue(pool), one)], bekreftMs)
  }
}

// If this fails, an event is lost for good: nothing else ever looks at the nøkkel again.
test('P3: an event that arrives during a look-up makes the nøkkel wait on', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(1)]))
  const underWay = await theOneDue(db.pool)

  await storePage(db.pool, page(2, [hendelse(2)]))
  await settle(db.pool, [answered(underWay, data('{"n": 1}'))], TEN_MINUTES)

  const again = await theOneDue(db.pool)
  assert.equal(again.sekvensnummer, 2n)
  assert.deepEqual(await opplysninger(db.pool), [
    { tilstand: 'gjeldende', data: '{"n": 1}', sekvensnummer: 1n },
  ])
})

test('P4: an older answer that comes last is not stored', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(1)]))
  const older = await theOneDue(db.pool)
  await storePage(db.pool, page(2, [hendelse(2)]))
  const newer = await theOneDue(db.pool)
  // A third event keeps the nøkkel waiting, so that only the versjon can shut the older answer out.
  await storePage(db.pool, page(3, [hendelse(3)]))

  await settle(db.pool, [answered(newer, data('{"n": 2}'))], TEN_MINUTES)
  const late = await settle(db.pool, [answered(older, data('{"n": 1}'))], TEN_MINUTES)

  assert.deepEqual(await opplysninger(db.pool), [
    { tilstand: 'gjeldende', data: '{"n": 2}', sekvensnummer: 2n },
  ])
  assert.deepEqual(await endringer(db.pool), ['ny'])
  assert.deepEqual(late, NOTHING_SETTLED)
})

test('P4: an answer whose nøkkel somebody else has settled changes nothing', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(1)]))
  const nokkel = await theOneDue(db.pool)

  await settle(db.pool, [answered(nokkel, data('{"n": 2}'))], TEN_MINUTES)
  await settle(db.pool, [answered(nokkel, data('{"n": 1}'))], TEN_MINUTES)

  const [stored] = await opplysninger(db.pool)
  assert.equal(stored?.data, '{"n": 2}')
})

test('P7: a deletion empties the data and writes the tombstone and the endring', async () => {
  await using db = await freshDatabase()
  await following(db.pool)

  await eventsAnsweredBy(db.pool, [data('{"n": 1}'), GONE])

  const [stored] = await opplysninger(db.pool)
  assert.equal(stored?.tilstand, 'slettet')
  assert.equal(stored?.data, null)
  assert.deepEqual(await endringer(db.pool), ['ny', 'slettet'])
})

test('P7: what comes back after a deletion is new', async () => {
  await using db = await freshDatabase()
  await following(db.pool)

  await eventsAnsweredBy(db.pool, [data('1'), GONE, GONE, data('1')])

  assert.deepEqual(await endringer(db.pool), ['ny', 'slettet', 'ny'])
})

test('P8: "no data" where there is data empties nothing the first time, and waits to be asked again', async () => {
  await using db = await freshDatabase()
  await following(db.pool)

  await eventsAnsweredBy(db.pool, [data('1'), NO_DATA])

  const [stored] = await opplysninger(db.pool)
  assert.equal(stored?.tilstand, 'gjeldende')
  assert.deepEqual(await dueOf(db.pool, OPPSLAG), [])
  assert.equal(await countOf(db.pool, 'folger.ventende_oppslag'), 1)
})

test('P8: the same answer after the wait empties it as a deletion', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await eventsAnsweredBy(db.pool, [data('1'), NO_DATA], 0)

  const again = await theOneDue(db.pool)
  await settle(db.pool, [answered(again, NO_DATA)], 0)

  const [stored] = await opplysninger(db.pool)
  assert.equal(stored?.tilstand, 'slettet')
  assert.deepEqual(await endringer(db.pool), ['ny', 'slettet'])
  assert.equal(await countOf(db.pool, 'folger.ventende_oppslag'), 0)
})

test('P8: an event during the wait is looked up at once, and does not shorten the wait', async () => {
  await using db = await freshDatabase()
  await following(db.pool)

  await eventsAnsweredBy(db.pool, [data('1'), NO_DATA, NO_DATA])

  const [stored] = await opplysninger(db.pool)
  assert.equal(stored?.tilstand, 'gjeldende')
})

test('"no data" where there was none is stored as such and tells nobody', async () => {
  await using db = await freshDatabase()
  await following(db.pool)

  await eventsAnsweredBy(db.pool, [NO_DATA, NO_DATA])

  const [stored] = await opplysninger(db.pool)
  assert.equal(stored?.tilstand, 'ingen_data')
  assert.deepEqual(await endringer(db.pool), [])
})

test('P9: content that did not change gives no endring, A to B to A gives two', async () => {
  await using db = await freshDatabase()
  await following(db.pool)

  await eventsAnsweredBy(db.pool, [
    data('{"a": 1, "b": 2.0}'),
    data('{"b":2.0,"a":1}'),
    data('{"a": 2}'),
    data('{"a": 1, "b": 2.0}'),
  ])

  assert.deepEqual(await endringer(db.pool), ['ny', 'endret', 'endret'])
})

test('data is stored as the number that came, beyond what JavaScript can hold', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  const exact = '{"sats": 0.10000000000000000001, "belop": 9007199254740993}'

  await eventsAnsweredBy(db.pool, [data(exact)])

  const [stored] = await opplysninger(db.pool)
  assert.equal(stored?.data, exact)
})

test('P10: an answer that Postgres refuses parks its own nøkkel, the others are stored', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(1), hendelse(2, { identifikator: OLA })]))
  const due = await dueOf(db.pool, OPPSLAG)

  const settled = await settle(
    db.pool,
    due.map((n) => answered(n, data(n.identifikator === OLA ? '{"n": 1e400000}' : '{"n": 1}'))),
    TEN_MINUTES,
  )

  assert.equal(settled.ny, 1)
  const { rows } = await db.pool.query(
    'select identifikator, feilklasse from folger.parkert_oppslag',
  )
  assert.deepEqual(rows, [{ identifikator: OLA, feilklasse: 'UNSTORABLE' }])
  assert.equal(await countOf(db.pool, 'folger.ventende_oppslag'), 0)
})

test('P10: a nøkkel that is put off is not due, and a new event makes it due again', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(1)]))
  const nokkel = await theOneDue(db.pool)
  const fault = new Fault('SERVER_ERROR', 'look-up: 500', { status: 500 })

  await settle(
    db.pool,
    [{ kind: 'put off', nokkel, fault, delayMs: TEN_MINUTES, costsTry: true }],
    TEN_MINUTES,
  )
  const waiting = await dueOf(db.pool, OPPSLAG)
  await storePage(db.pool, page(2, [hendelse(2)]))

  assert.deepEqual(waiting, [])
  assert.equal((await theOneDue(db.pool)).forsok, 0)
})

test('P10: a parked nøkkel keeps its cause, waits again at the next event, and is unparked by an answer', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(1)]))
  const nokkel = await theOneDue(db.pool)
  const fault = new Fault('REJECTED', 'look-up: 400', { status: 400, kode: 'SSG-006' })

  await settle(db.pool, [{ kind: 'parked', nokkel, fault }], TEN_MINUTES)
  const { rows } = await db.pool.query(
    'select feilklasse, status, kode, forsok from folger.parkert_oppslag',
  )
  await storePage(db.pool, page(2, [hendelse(2)]))
  await settle(db.pool, [answered(await theOneDue(db.pool), data('1'))], TEN_MINUTES)

  assert.deepEqual(rows, [{ feilklasse: 'REJECTED', status: 400, kode: 'SSG-006', forsok: 1 }])
  assert.equal(await countOf(db.pool, 'folger.parkert_oppslag'), 0)
})

test('P5: each call is counted by its reason and outcome in the transaction that settles it', async () => {
  await using db = await freshDatabase()
  await following(db.pool)

  await eventsAnsweredBy(db.pool, [data('1'), GONE, data('2'), data('2')])

  const { rows } = await db.pool.query(`
    select oppslag, aarsak, utfall, antall from folger.oppslagslogg order by utfall`)
  assert.deepEqual(rows, [
    { oppslag: OPPSLAG, aarsak: 'hendelse', utfall: 'data', antall: 3n },
    { oppslag: OPPSLAG, aarsak: 'hendelse', utfall: 'slettet', antall: 1n },
  ])
})
