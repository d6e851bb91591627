import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault, Refusal } from '../../src/domain/errors.ts'
import { EGEN } from '../../src/domain/ids.ts'
import {
  type Effect,
  lookUpNow,
  pause,
  type PauseTarget,
  type PositionMove,
  resume,
  retryParked,
  setPosition,
  watchAdd,
  watchRemove,
} from '../../src/store/drift.ts'
import { loadOrders } from '../../src/store/orders.ts'
import type { Pool } from '../../src/store/pool.ts'
import { loadPosisjon, noteGap } from '../../src/store/position.ts'
import { settle } from '../../src/store/settle.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, KARI, LISTE, nummer, OLA, OPPSLAG, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import {
  answered,
  countOf,
  followedOppslag,
  following,
  KEY,
  theOneDue,
  watching,
} from '../support/rows.ts'

const NOBODY: PauseTarget = { liste: null, api: null, all: false, konsument: null }
const THE_LIST = { ...NOBODY, liste: LISTE }
const THE_API = { ...NOBODY, api: OPPSLAG }
const EVERYTHING = { ...NOBODY, all: true }
const ALL_PARKED = { oppslag: null, kode: null, klasse: null, konsument: null }
const MOVE: PositionMove = {
  konsument: EGEN,
  liste: LISTE,
  to: 1n,
  skip: false,
  isNewList: null,
}

async function followed() {
  const db = await freshDatabase()
  await following(db.pool)
  await followedOppslag(db.pool)
  return db
}

/** KARI and OLA are parked, each for a fault of its own. */
async function withParked(pool: Pool): Promise<void> {
  await storePage(pool, page(1, [hendelse(1), hendelse(2, { identifikator: OLA })]))
  const due = await answered(pool, '{}')
  const faults = [
    new Fault('REJECTED', 'no', { status: 400, kode: 'SSG-006' }),
    new Fault('UNSTORABLE', 'no'),
  ]
  const parked = due
    .toSorted((a, b) => (a.nokkel.identifikator < b.nokkel.identifikator ? -1 : 1))
    .flatMap(({ nokkel }, i) => {
      const fault = faults[i]
      return fault ? [{ kind: 'parked', nokkel, fault } as const] : []
    })
  await settle(pool, parked, 0)
}

function numbers({ rows, hendelser, nokler, calls }: Effect) {
  return { rows, hendelser, nokler, calls }
}

/** The same twice over: as a dry run, which must leave no trace, and in earnest. */
async function sameAsDryRun(
  pool: Pool,
  command: (dryRun: boolean) => Promise<Effect>,
): Promise<Effect> {
  const trace = async () => [
    await countOf(pool, 'folger.revisjon'),
    await countOf(pool, 'folger.ventende_oppslag'),
    await countOf(pool, 'folger.bevaking'),
    await countOf(pool, 'folger.pause'),
    await loadOrders(pool),
    await loadPosisjon(pool, KEY),
  ]
  const before = await trace()
  const said = await command(true)
  assert.deepEqual(await trace(), before)

  const done = await command(false)
  assert.deepEqual(said, done)
  return done
}

test('a paused list stores no page, whoever has asked for one, until it is resumed', async () => {
  await using db = await followed()

  const paused = await sameAsDryRun(db.pool, (dry) => pause(db.pool, THE_LIST, dry))
  assert.equal(paused.rows, 1n)
  assert.equal((await loadPosisjon(db.pool, KEY))?.isReadable, false)
  assert.equal(await storePage(db.pool, page(1, [hendelse(1)])), null)
  assert.equal(await countOf(db.pool, `skatt.ferskhet where tilstand = 'pauset'`), 1)

  const resumed = await sameAsDryRun(db.pool, (dry) => resume(db.pool, THE_LIST, false, dry))
  assert.equal(resumed.rows, 1n)
  assert.equal((await loadPosisjon(db.pool, KEY))?.isReadable, true)
  assert.equal(await countOf(db.pool, `skatt.ferskhet where tilstand = 'leser'`), 1)
})

test('pausing twice pauses once, and what else keeps it paused is told', async () => {
  await using db = await followed()
  await pause(db.pool, THE_LIST, false)
  await pause(db.pool, EVERYTHING, false)

  const again = await pause(db.pool, THE_LIST, false)
  assert.deepEqual([again.rows, again.note], [0n, 'it is paused already'])
  const still = await resume(db.pool, THE_LIST, false, false)
  assert.deepEqual([still.rows, still.note], [1n, 'it stays paused by another pause: alt'])
  assert.equal((await loadPosisjon(db.pool, KEY))?.isReadable, false)
  assert.equal((await resume(db.pool, EVERYTHING, false, false)).rows, 1n)
  assert.equal((await loadPosisjon(db.pool, KEY))?.isReadable, true)
  assert.equal((await resume(db.pool, EVERYTHING, false, false)).note, 'it is not paused')
})

test('what is not followed can not be paused, and the names that are there are told', async () => {
  await using db = await followed()

  await assert.rejects(pause(db.pool, { ...NOBODY, liste: 'inntekt' }, false), (error) => {
    assert.ok(error instanceof Refusal)
    assert.equal(error.message, 'there is no list inntekt, only skatteoppgjoer')
    return true
  })
  await assert.rejects(pause(db.pool, { ...THE_API, konsument: '999999999' }, false), Refusal)
  await assert.rejects(pause(db.pool, NOBODY, false), Refusal)
})

test('a pause that holds nøkler back says how many, and its end how long they take', async () => {
  await using db = await followed()
  await storePage(db.pool, page(1, [hendelse(1), hendelse(2, { identifikator: OLA })]))

  const paused = await sameAsDryRun(db.pool, (dry) => pause(db.pool, THE_API, dry))
  const resumed = await sameAsDryRun(db.pool, (dry) => resume(db.pool, THE_API, false, dry))

  assert.deepEqual(numbers(paused), { rows: 1n, hendelser: 0n, nokler: 2n, calls: 0n })
  assert.deepEqual(numbers(resumed), { rows: 1n, hendelser: 0n, nokler: 2n, calls: 2n })
  // Two calls of 300 ms, five at a time.
  assert.equal(resumed.estimateMs, 120)
})

test('the time is told by how long the calls of the last days took', async () => {
  await using db = await followed()
  await db.pool.query(`
    insert into folger.oppslagslogg (time, konsument, oppslag, aarsak, utfall, antall, millisekunder)
    values (now(), 'egen', '${OPPSLAG}', 'hendelse', 'data', 10, 20000),
           (now() - interval '8 days', 'egen', '${OPPSLAG}', 'hendelse', 'data', 10, 1)`)
  await storePage(db.pool, page(1, [hendelse(1)]))
  await pause(db.pool, THE_API, false)

  assert.equal((await resume(db.pool, THE_API, false, true)).estimateMs, 400)
})

test('parked nøkler wait again as chosen, and twice is once', async () => {
  await using db = await followed()
  await withParked(db.pool)
  const rejected = { ...ALL_PARKED, kode: 'SSG-006' }

  const one = await sameAsDryRun(db.pool, (dry) => retryParked(db.pool, rejected, dry))
  assert.deepEqual(numbers(one), { rows: 1n, hendelser: 0n, nokler: 1n, calls: 1n })
  const due = await theOneDue(db.pool)
  assert.deepEqual(
    [due.identifikator, due.aarsak, due.forsok, due.sekvensnummer],
    [KARI, 'operatoer', 0, 1n],
  )

  const rest = await sameAsDryRun(db.pool, (dry) => retryParked(db.pool, ALL_PARKED, dry))
  assert.deepEqual(numbers(rest), { rows: 2n, hendelser: 0n, nokler: 1n, calls: 1n })
  assert.equal(rest.note, '1 of them wait already')

  await settle(db.pool, await answered(db.pool, '{"a": 1}'), 0)
  assert.equal(await countOf(db.pool, 'folger.parkert_oppslag'), 0)
})

// If this fails, consumers are told that the tables are complete while an event is still unanswered.
test('what is retried goes on holding back how fresh the list is said to be', async () => {
  await using db = await followed()
  await withParked(db.pool)
  await db.pool.query('update folger.posisjon set ajour_at = now()')
  const isTold = () => countOf(db.pool, 'skatt.ferskhet where gjenspeiler_til is not null')

  assert.equal(await isTold(), 0)
  await retryParked(db.pool, ALL_PARKED, false)
  assert.equal(await isTold(), 0)
  await settle(db.pool, await answered(db.pool, '{"a": 1}'), 0)
  assert.equal(await isTold(), 1)
})

test('nøkler are looked up when an operator says so, at once also where they wait for a later try', async () => {
  await using db = await followed()
  await storePage(db.pool, page(1, [hendelse(1)]))
  await db.pool.query(`update folger.ventende_oppslag set forfall_at = now() + interval '1 hour'`)
  const wanted = [KARI, OLA, OLA].map((identifikator) => {
    return { oppslag: OPPSLAG, identifikator, gjelderPeriode: '2023' }
  })

  const effect = await sameAsDryRun(db.pool, (dry) => lookUpNow(db.pool, EGEN, wanted, dry))

  assert.deepEqual(numbers(effect), { rows: 2n, hendelser: 0n, nokler: 1n, calls: 1n })
  assert.equal(effect.note, '1 of them wait already')
  const due = await answered(db.pool, '{}')
  assert.deepEqual(due.map(({ nokkel }) => nokkel.aarsak).toSorted(), ['hendelse', 'operatoer'])
})

test('a nøkkel that can not be looked up is refused by its number, and none of them waits', async () => {
  await using db = await followed()
  const wrong = [
    { oppslag: 'avregning', identifikator: KARI, gjelderPeriode: '2023' },
    { oppslag: OPPSLAG, identifikator: KARI, gjelderPeriode: '' },
  ]
  const right = { oppslag: OPPSLAG, identifikator: KARI, gjelderPeriode: '2023' }

  for (const [i, message] of [
    'number 2 of 2: avregning is not looked up',
    'number 2 of 2: summertskattegrunnlag needs a period',
  ].entries()) {
    const one = wrong[i]
    assert.ok(one)
    await assert.rejects(lookUpNow(db.pool, EGEN, [right, one], false), { message })
  }
  assert.equal(await countOf(db.pool, 'folger.ventende_oppslag'), 0)
})

test('P4: going back reads events again and makes nothing wait', async () => {
  await using db = await followed()
  const two = [hendelse(1), hendelse(7)]
  await storePage(db.pool, page(1, two))
  await db.pool.query('delete from folger.ventende_oppslag')

  const back = await sameAsDryRun(db.pool, (dry) => setPosition(db.pool, MOVE, dry))

  assert.deepEqual(numbers(back), { rows: 1n, hendelser: 2n, nokler: 0n, calls: 0n })
  const again = await storePage(db.pool, page(1, two))
  assert.deepEqual(again, { inserted: 0, queued: 0, coalesced: 0 })
})

// If this fails, one wrong digit loses every event up to that number without a trace.
test('P1: numbers that have not been read are skipped only when that is said', async () => {
  await using db = await followed()
  const forward = { ...MOVE, to: 100n }

  await assert.rejects(setPosition(db.pool, forward, false), {
    message: 'the numbers from 1 up to 99 would never be read: say that they are to be skipped',
  })
  assert.equal((await loadPosisjon(db.pool, KEY))?.neste, 1n)

  await setPosition(db.pool, { ...forward, skip: true }, false)
  assert.equal((await loadPosisjon(db.pool, KEY))?.neste, 100n)
})

test('P4: a page that was asked from the old posisjon stores nothing after the new one is set', async () => {
  await using db = await followed()
  await storePage(db.pool, page(1, [hendelse(5)]))

  await setPosition(db.pool, MOVE, false)

  assert.equal(await storePage(db.pool, page(6, [hendelse(9)])), null)
  assert.equal((await loadPosisjon(db.pool, KEY))?.neste, nummer(1))
})

test('P1: a list in gap goes on only when it is said whether its numbers mean the same events', async () => {
  await using db = await followed()
  await storePage(db.pool, page(1, [hendelse(1), hendelse(2)]))
  await noteGap(db.pool, KEY, 'set up anew')

  await assert.rejects(setPosition(db.pool, MOVE, false), Refusal)

  const anew = { ...MOVE, isNewList: true }
  const effect = await sameAsDryRun(db.pool, (dry) => setPosition(db.pool, anew, dry))
  assert.deepEqual(numbers(effect), { rows: 1n, hendelser: 2n, nokler: 0n, calls: 0n })
  const stored = await storePage(db.pool, page(1, [hendelse(1, { identifikator: OLA })]))
  assert.deepEqual(stored, { inserted: 1, queued: 1, coalesced: 0 })
})

test('P12: what is commanded is recorded with who and what, and without identifikatorer', async () => {
  await using db = await followed()
  await watching(db.pool)
  const kari = [{ identifikator: KARI, gjelderPeriode: '*' }]
  await watchAdd(db.pool, EGEN, kari, { kilde: 'test', lane: 0 }, false)
  await watchRemove(db.pool, EGEN, kari, true, false)
  await lookUpNow(
    db.pool,
    EGEN,
    [{ oppslag: OPPSLAG, identifikator: KARI, gjelderPeriode: '2023' }],
    false,
  )
  await pause(db.pool, THE_API, false)
  await resume(db.pool, THE_API, false, false)
  await setPosition(db.pool, { ...MOVE, to: 2n, skip: true }, false)
  await retryParked(db.pool, ALL_PARKED, false)

  const { rows } = await db.pool.query<{ kommando: string; text: string; isOurs: boolean }>(`
    select kommando, argumenter::text as text, bruker = session_user as "isOurs"
      from folger.revisjon
     order by nummer`)
  assert.deepEqual(
    rows.map(({ kommando }) => kommando),
    ['watch add', 'watch remove', 'lookup', 'pause', 'resume', 'set-position', 'retry'],
  )
  assert.ok(rows.every(({ text, isOurs }) => isOurs && !text.includes(KARI)))
  // Those that running loops must know of tell every replica to look.
  assert.equal((await loadOrders(db.pool)).nummer, 3n)
})

test('P12: an identifikator that can not be one is refused by its number alone', async () => {
  await using db = await followed()
  const wrong = [
    { identifikator: KARI, gjelderPeriode: '*' },
    { identifikator: `${OLA}0`, gjelderPeriode: '*' },
  ]

  await assert.rejects(watchAdd(db.pool, EGEN, wrong, { kilde: 'test', lane: 0 }, false), {
    message: 'number 2 of 2: the identifikator is neither 11 nor 9 digits',
  })
  assert.equal(await countOf(db.pool, 'folger.bevaking'), 0)
})
