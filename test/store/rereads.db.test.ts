import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../../src/domain/errors.ts'
import { endRereads, orderReread } from '../../src/store/drift.ts'
import { nextLookUps } from '../../src/store/next-look-ups.ts'
import type { Pool } from '../../src/store/pool.ts'
import { loadPosisjon } from '../../src/store/position.ts'
import {
  loadReread,
  nextStored,
  queueAgain,
  type RereadPage,
  waitingAgain,
} from '../../src/store/rereads.ts'
import { settle } from '../../src/store/settle.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, KARI, nummer, OLA, OPPSLAG, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { answered, countOf, followedOppslag, following, KEY } from '../support/rows.ts'

/** Events 1, 2 and 3 about KARI, OLA and KARI again are stored and answered. */
async function answeredList() {
  const db = await freshDatabase()
  await following(db.pool)
  await followedOppslag(db.pool)
  const three = [hendelse(1), hendelse(2, { identifikator: OLA }), hendelse(3)]
  await storePage(db.pool, page(1, three))
  await settle(db.pool, await answered(db.pool, '{"a": 1}'), 0)
  return db
}

async function pageAgain(
  pool: Pool,
  neste: number,
  numbers: readonly number[],
): Promise<RereadPage> {
  const reread = await loadReread(pool, KEY)
  assert.ok(reread)
  return {
    ...KEY,
    reread,
    neste: nummer(neste),
    numbers: numbers.map(nummer),
    missing: 0,
    oppslag: [{ id: OPPSLAG, harPeriode: true }],
    bareBevakede: false,
  }
}

test('a re-read makes each nøkkel wait once, in the last lane, and leaves the posisjon', async () => {
  await using db = await answeredList()
  const said = await orderReread(db.pool, KEY, 1n, null, true)
  assert.equal(await loadReread(db.pool, KEY), null)

  const ordered = await orderReread(db.pool, KEY, 1n, null, false)
  const queued = await queueAgain(db.pool, await pageAgain(db.pool, 4, [1, 2, 3]))

  assert.deepEqual(said, ordered)
  assert.deepEqual(
    [ordered.rows, ordered.hendelser, ordered.nokler, ordered.calls],
    [1n, 3n, 2n, 2n],
  )
  assert.equal(queued, 2)
  const { rows } = await db.pool.query(`
    select distinct prioritet, aarsak, liste from folger.ventende_oppslag`)
  assert.deepEqual(rows, [{ prioritet: 2, aarsak: 'operatoer', liste: 'skatteoppgjoer' }])
  assert.equal((await loadPosisjon(db.pool, KEY))?.neste, 4n)
  assert.equal(await loadReread(db.pool, KEY), null)
})

test('P11: a page that is stored again after a kill makes nothing wait again', async () => {
  await using db = await answeredList()
  await orderReread(db.pool, KEY, 1n, null, false)
  const first = await pageAgain(db.pool, 3, [1, 2])

  assert.equal(await queueAgain(db.pool, first), 2)
  await settle(db.pool, await answered(db.pool, '{"a": 1}'), 0)
  assert.equal(await queueAgain(db.pool, first), null)

  assert.equal(await countOf(db.pool, 'folger.ventende_oppslag'), 0)
  assert.equal((await loadReread(db.pool, KEY))?.neste, 3n)
})

// If this fails, a nøkkel with ten events is looked up up to ten times for one re-read.
test('P5: a nøkkel whose events are pages apart is looked up once', async () => {
  await using db = await answeredList()
  await orderReread(db.pool, KEY, 1n, null, false)

  assert.equal(await queueAgain(db.pool, await pageAgain(db.pool, 3, [1, 2])), 2)
  await settle(db.pool, await answered(db.pool, '{"a": 2}'), 0)

  assert.equal(await queueAgain(db.pool, await pageAgain(db.pool, 4, [3])), 0)
})

// If this fails, a re-read of ten million events holds up the events of today for days.
test('a live event about a nøkkel that waits in the last lane lifts it to the first', async () => {
  await using db = await answeredList()
  await orderReread(db.pool, KEY, 1n, null, false)
  await queueAgain(db.pool, await pageAgain(db.pool, 4, [1, 2, 3]))

  await storePage(db.pool, page(4, [hendelse(4, { identifikator: OLA })]))

  const due = await nextLookUps(
    db.pool,
    [{ konsument: KEY.konsument, oppslag: [OPPSLAG], known: 0 }],
    10,
  )
  assert.deepEqual(
    due.map(({ identifikator, prioritet, aarsak }) => [identifikator, prioritet, aarsak]),
    [
      [OLA, 0, 'hendelse'],
      [KARI, 2, 'operatoer'],
    ],
  )
})

test('what waits already is neither made to wait twice nor put behind', async () => {
  await using db = await answeredList()
  await storePage(db.pool, page(4, [hendelse(4)]))

  const ordered = await orderReread(db.pool, KEY, 1n, null, false)
  assert.equal(await queueAgain(db.pool, await pageAgain(db.pool, 5, [1, 2, 3, 4])), 1)

  assert.deepEqual([ordered.hendelser, ordered.nokler], [4n, 1n])
  assert.equal(await countOf(db.pool, 'folger.ventende_oppslag where prioritet = 0'), 1)
})

test('the same re-read asked for twice is under way once, and can be ended', async () => {
  await using db = await answeredList()
  await orderReread(db.pool, KEY, 1n, 2n, false)

  const again = await orderReread(db.pool, KEY, 1n, 2n, false)
  assert.deepEqual([again.rows, again.note], [0n, 'the same re-read is under way already'])
  assert.equal(await countOf(db.pool, 'folger.gjenlesing'), 1)

  const inFlight = await pageAgain(db.pool, 3, [1, 2])
  assert.equal((await endRereads(db.pool, KEY, false)).rows, 1n)
  assert.equal(await queueAgain(db.pool, inFlight), null)
  assert.equal((await endRereads(db.pool, KEY, false)).note, 'none is under way')
})

test('a re-read reaches at most to the posisjon, and says what it can not count', async () => {
  await using db = await answeredList()
  await db.pool.query('delete from folger.hendelse where sekvensnummer = 1')

  const ordered = await orderReread(db.pool, KEY, 1n, 1_000n, false)

  assert.equal(ordered.note, 'events below 2 are not stored, and are not counted')
  assert.equal((await loadReread(db.pool, KEY))?.til, 4n)
  await assert.rejects(orderReread(db.pool, KEY, 4n, null, false), Refusal)
  await assert.rejects(orderReread(db.pool, KEY, 3n, 2n, false), Refusal)
  await assert.rejects(orderReread(db.pool, { ...KEY, liste: 'inntekt' }, 1n, null, false), {
    message:
      'there is no posisjon of the list inntekt for egen. These have one: skatteoppgjoer (egen)',
  })
})

test('what waits in the last lane is counted, and the next stored number is found', async () => {
  await using db = await answeredList()
  await orderReread(db.pool, KEY, 1n, null, false)
  await queueAgain(db.pool, await pageAgain(db.pool, 4, [1, 2, 3]))

  assert.equal(await waitingAgain(db.pool, KEY.konsument, [OPPSLAG, 'another'], 10), 2)
  assert.equal(await waitingAgain(db.pool, KEY.konsument, [OPPSLAG], 1), 1)
  assert.equal(await nextStored(db.pool, KEY, nummer(1)), 2n)
  assert.equal(await nextStored(db.pool, KEY, nummer(3)), null)
})
