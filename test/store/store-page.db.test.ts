import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { loadPosisjon } from '../../src/store/position.ts'
import { storePage } from '../../src/store/store-page.ts'
import { EGEN } from '../../src/domain/ids.ts'
import { nextLookUps } from '../../src/store/next-look-ups.ts'
import { hendelse, KARI, nummer, OLA, OPPSLAG, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, following, KEY, theOneDue } from '../support/rows.ts'

test('P1: every event of a page is stored and the posisjon moves with it', async () => {
  await using db = await freshDatabase()
  await following(db.pool)

  const stored = await storePage(
    db.pool,
    page(1, [hendelse(1), hendelse(12, { identifikator: OLA }), hendelse(23)]),
  )

  assert.deepEqual(stored, { inserted: 3, queued: 2, coalesced: 1 })
  assert.equal(await countOf(db.pool, 'folger.hendelse'), 3)
  assert.equal((await loadPosisjon(db.pool, KEY))?.neste, 24n)
})

// If this fails, a crash between the two loses events for good or reads them for ever.
test('P1: a page that can not be stored moves nothing', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await db.pool.query(`alter table folger.hendelse add check (identifikator <> '${OLA}')`)

  await assert.rejects(
    storePage(db.pool, page(1, [hendelse(1), hendelse(2, { identifikator: OLA })])),
  )

  assert.equal(await countOf(db.pool, 'folger.hendelse'), 0)
  assert.equal(await countOf(db.pool, 'folger.ventende_oppslag'), 0)
  assert.equal((await loadPosisjon(db.pool, KEY))?.neste, 1n)
})

test('P2: a page stored twice is stored once, and makes nothing wait again', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(1), hendelse(2, { identifikator: OLA })]))
  await db.pool.query('delete from folger.ventende_oppslag')
  await db.pool.query('update folger.posisjon set neste_sekvensnummer = 1')

  const again = await storePage(
    db.pool,
    page(1, [hendelse(1), hendelse(2, { identifikator: OLA })]),
  )

  assert.deepEqual(again, { inserted: 0, queued: 0, coalesced: 0 })
  assert.equal(await countOf(db.pool, 'folger.hendelse'), 2)
})

test('P2: a number that a page repeats is stored once, however the page is sorted', async () => {
  await using db = await freshDatabase()
  await following(db.pool)

  const stored = await storePage(db.pool, page(1, [hendelse(3), hendelse(1), hendelse(3)]))

  assert.deepEqual(stored, { inserted: 2, queued: 1, coalesced: 1 })
})

test('P2: any pages in any order, repeated or overlapping, end in the same events and nøkler', async () => {
  await using db = await freshDatabase()
  const events = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })

  await fc.assert(
    fc.asyncProperty(events, fc.array(fc.nat(), { maxLength: 12 }), async (numbers, cuts) => {
      await db.pool.query('truncate folger.posisjon, folger.hendelse, folger.ventende_oppslag')
      await following(db.pool)
      const all = numbers.map((n) => hendelse(n, { gjelderPeriode: String(2000 + (n % 5)) }))
      const pages = [all, ...cuts.map((cut) => all.slice(cut % all.length))]

      for (const hendelser of pages) {
        const fra = (await loadPosisjon(db.pool, KEY))?.neste ?? nummer(1)
        const highest = hendelser.reduce(
          (max, h) => (h.sekvensnummer >= max ? h.sekvensnummer : max),
          fra,
        )
        await storePage(db.pool, page(fra, hendelser, { neste: highest }))
      }

      assert.equal(await countOf(db.pool, 'folger.hendelse'), numbers.length)
      const periods = new Set(numbers.map((n) => n % 5))
      assert.equal(await countOf(db.pool, 'folger.ventende_oppslag'), periods.size)
    }),
    { numRuns: 30 },
  )
})

// Both read the posisjon before either stores: the overlap is certain, not lucky.
test('P4: of two replicas with the same page one stores it, the other is told that it was moved', async () => {
  await using db = await freshDatabase()
  await following(db.pool)

  const both = await Promise.all([
    storePage(db.pool, page(1, [hendelse(1)])),
    storePage(db.pool, page(1, [hendelse(1), hendelse(2)])),
  ])

  assert.equal(both.filter((stored) => stored === null).length, 1)
})

test('P4: an old page of a thawed replica does not move the posisjon back', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(1), hendelse(50)]))

  assert.equal(await storePage(db.pool, page(1, [hendelse(1)])), null)
  assert.equal((await loadPosisjon(db.pool, KEY))?.neste, 51n)
})

test('events about one nøkkel make it wait once, with the oldest and the newest number', async () => {
  await using db = await freshDatabase()
  await following(db.pool)

  await storePage(db.pool, page(1, [hendelse(7), hendelse(3), hendelse(5)]))
  const first = await theOneDue(db.pool)
  await storePage(db.pool, page(8, [hendelse(9)]))
  const second = await theOneDue(db.pool)

  assert.equal(first.sekvensnummer, 7n)
  assert.equal(second.sekvensnummer, 9n)
  assert.ok(second.versjon > first.versjon)
  const { rows } = await db.pool.query('select eldste_sekvensnummer from folger.ventende_oppslag')
  assert.deepEqual(rows, [{ eldste_sekvensnummer: 3n }])
})

test('one list feeds several oppslag, with the period only where they have one', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  const oppslag = [
    { id: OPPSLAG, harPeriode: true },
    { id: 'skatteetatenregistrert-selskap', harPeriode: false },
  ]

  await storePage(
    db.pool,
    page(1, [hendelse(1), hendelse(2, { gjelderPeriode: '2024' })], { oppslag }),
  )

  const ids = oppslag.map(({ id }) => id)
  const due = await nextLookUps(db.pool, [{ konsument: EGEN, oppslag: ids, known: 0 }], 10)
  const found = due.map((n) => `${n.oppslag} ${n.gjelderPeriode}`).toSorted()
  assert.deepEqual(found, [
    'skatteetatenregistrert-selskap ',
    'summertskattegrunnlag 2023',
    'summertskattegrunnlag 2024',
  ])
})

test('an event is kept as it came: null fields, unknown fields, odd times, numbers up to 2^63-1', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  const odd = hendelse(9_223_372_036_854_775_807n, {
    identifikator: null,
    gjelderPeriode: null,
    registreringstidspunkt: '2024-31-12T00:00:00.123456789Z',
    hendelsetype: 'INDENTITETSENDRING',
    andreFelt: '{"n": 9007199254740993, "kommunenummer": "0301"}',
  })

  const stored = await storePage(db.pool, page(1, [odd]))

  assert.deepEqual(stored, { inserted: 1, queued: 0, coalesced: 0 })
  const { rows } = await db.pool.query(`
    select sekvensnummer, identifikator, registreringstidspunkt, registrert_at, hendelsetype,
           andre_felt ->> 'n' as n
      from folger.hendelse`)
  assert.deepEqual(rows, [
    {
      sekvensnummer: 9_223_372_036_854_775_807n,
      identifikator: null,
      registreringstidspunkt: '2024-31-12T00:00:00.123456789Z',
      registrert_at: null,
      hendelsetype: 'INDENTITETSENDRING',
      n: '9007199254740993',
    },
  ])
})

test('a page of 10,000 events is stored whole', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  const hendelser = Array.from({ length: 10_000 }, (_, i) =>
    hendelse(i + 1, { identifikator: `${KARI}-${i % 7_000}` }),
  )

  assert.deepEqual(await storePage(db.pool, page(1, hendelser)), {
    inserted: 10_000,
    queued: 7_000,
    coalesced: 3_000,
  })
})

// If this fails, a number that appears late in a list that always has something new is lost for good.
test('P1: the overlap is read again from the first page that was not full, and from no later one', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  const overlapp = async () => (await loadPosisjon(db.pool, KEY))?.overlappFra

  await storePage(db.pool, page(1, [hendelse(1), hendelse(2)]))
  const afterFull = await overlapp()
  await storePage(db.pool, page(3, [hendelse(3)], { isShort: true }))
  await storePage(db.pool, page(4, [hendelse(4)], { isShort: true }))

  assert.equal(afterFull, null)
  assert.equal(await overlapp(), 3n)
})
