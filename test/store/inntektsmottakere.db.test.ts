import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EGEN } from '../../src/domain/ids.ts'
import type { Inntektsmottakere } from '../../src/domain/inntektsmottakere.ts'
import { resume, watchAdd, watchRemove } from '../../src/store/drift.ts'
import { saveFulgteOppslag } from '../../src/store/fulgt-oppslag.ts'
import {
  endOtherLists,
  followInntektsmottakere,
  type ListAnswer,
  orderLists,
} from '../../src/store/inntektsmottakere.ts'
import type { Pool } from '../../src/store/pool.ts'
import { createPosisjon } from '../../src/store/position.ts'
import { settle } from '../../src/store/settle.ts'
import { storePage } from '../../src/store/store-page.ts'
import { LANE } from '../../src/store/watch-list.ts'
import { hendelse, KARI, nummer, OLA, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, dueOf } from '../support/rows.ts'

const LIST = 'inntektsmottakere'
const INNTEKT = 'inntekt'
const EMPLOYER = '310977101'
const OTHER = '310000019'
const EVA = '03830312345'
const PERSONS = Array.from({ length: 20 }, (_, i) => `0181${String(1_000_000 + i)}`)
/** Per cent missing that are not believed to be gone. */
const HALF = 50

const HOUR = 3_600_000
const NOW = new Date('2026-03-11T04:41:00Z')
const NEXT = new Date('2026-04-11T02:41:00Z')

/** A database that follows inntekt for those on the watch list, with an employer's list ordered. */
async function ordered(...employers: readonly string[]) {
  const db = await freshDatabase()
  const kilde = { adresse: 'http://127.0.0.1/', klient: 'test', rettighetspakker: {} }
  const key = { konsument: EGEN, liste: INNTEKT }
  await createPosisjon(db.pool, key, { neste: nummer(1), kilde, startdato: '0' })
  const row = { konsument: EGEN, harPeriode: true, bareBevakede: true }
  await saveFulgteOppslag(db.pool, [
    { ...row, oppslag: INNTEKT, liste: INNTEKT, api: INNTEKT },
    { ...row, oppslag: LIST, liste: null, api: LIST, harPeriode: false, bareBevakede: false },
  ])
  await order(db.pool, employers)
  return db
}

function order(pool: Pool, employers: readonly string[], all = true, now = NOW) {
  return orderLists(pool, { konsument: EGEN, opplysningspliktige: employers, all, now, next: NEXT })
}

function list(
  identifikatorer: readonly string[],
  fields: Partial<Inntektsmottakere> = {},
): Inntektsmottakere {
  return {
    fraOgMed: '2023-01',
    tilOgMed: null,
    identifikatorer,
    isWhole: true,
    skjermet: false,
    ...fields,
  }
}

/** What the API answers about the employer, as the resolver hands it over. */
async function answerOf(
  pool: Pool,
  mottakere: Inntektsmottakere,
  employer = EMPLOYER,
): Promise<ListAnswer> {
  const due = await dueOf(pool, LIST)
  const nokkel = due.find(({ identifikator }) => identifikator === employer)
  assert.ok(nokkel, 'the list is not due')
  return { kind: 'answered', nokkel, svar: { kind: LIST, mottakere } }
}

/** The plan asks again, and this is the answer. */
async function fetched(pool: Pool, mottakere: Inntektsmottakere, employer = EMPLOYER) {
  await order(pool, [employer])
  return followInntektsmottakere(pool, await answerOf(pool, mottakere, employer), HALF)
}

let next = 1
/** Events about these persons in these months come and are stored. */
async function happens(pool: Pool, ...about: readonly (readonly [string, string])[]) {
  const hendelser = about.map(([identifikator, gjelderPeriode], i) =>
    hendelse(next + i, { identifikator, gjelderPeriode }),
  )
  const { rows } = await pool.query<{ fra: bigint }>(
    'select neste_sekvensnummer as fra from folger.posisjon',
  )
  const only = { liste: INNTEKT, oppslag: [{ id: INNTEKT, harPeriode: true }], bareBevakede: true }
  await storePage(pool, page(rows[0]?.fra ?? 1n, hendelser, only))
  next += about.length
}

async function texts(pool: Pool, statement: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ text: string }>(statement)
  return rows.map(({ text }) => text)
}

function waiting(pool: Pool) {
  return texts(
    pool,
    `select identifikator || ' ' || gjelder_periode as text
       from folger.ventende_oppslag where oppslag = 'inntekt' order by 1`,
  )
}

function watched(pool: Pool) {
  return texts(
    pool,
    `select identifikator || ' ' || gjelder_periode as text from folger.bevaking order by 1`,
  )
}

function gone(pool: Pool, employer = EMPLOYER) {
  return texts(
    pool,
    `select identifikator as text from folger.inntektsmottaker
      where opplysningspliktig = '${employer}' and bortfalt_at is not null order by 1`,
  )
}

/** Everything that waits about persons has been looked up. */
async function lookedUp(pool: Pool) {
  const due = await dueOf(pool, INNTEKT, 1_000)
  await settle(
    pool,
    due.map((nokkel) => ({ kind: 'answered', nokkel, svar: { kind: 'data', data: '{}' } })),
    0,
  )
}

test('who is on the first list is watched in the months of the agreement, and their events that are held wait', async () => {
  await using db = await ordered(EMPLOYER)
  await happens(
    db.pool,
    [KARI, '2021-09'],
    [KARI, '2021-10'],
    [KARI, '2024-02'],
    [OLA, '2024-01'],
    [EVA, '2024-01'],
  )
  assert.deepEqual(await waiting(db.pool), [])

  const followed = await fetched(db.pool, list([KARI, OLA], { tilOgMed: '2023-12' }))

  assert.deepEqual(followed, { added: 2n, gone: 0n, isHeldBack: false })
  assert.deepEqual(await waiting(db.pool), [`${KARI} 2021-10`, `${OLA} 2024-01`])
  assert.deepEqual(await texts(db.pool, `select distinct kilde as text from folger.bevaking`), [
    `inntektsmottakere ${EMPLOYER}`,
  ])
  assert.equal(await countOf(db.pool, 'folger.forste_lasting where prioritet = 1'), 1)
  assert.equal((await dueOf(db.pool, LIST)).length, 0)
})

test('months outside the agreement are not looked up when their events come', async () => {
  await using db = await ordered(EMPLOYER)
  await fetched(db.pool, list([KARI], { tilOgMed: '2023-12' }))

  await happens(
    db.pool,
    [KARI, '2021-09'],
    [KARI, '2021-10'],
    [KARI, '2024-01'],
    [KARI, '2024-02'],
    [KARI, '2022'],
    // Its data is of all its months, and the first nine are outside.
    [KARI, '2021'],
  )

  assert.deepEqual(await waiting(db.pool), [`${KARI} 2021-10`, `${KARI} 2022`, `${KARI} 2024-01`])
})

test('P5: who is gone is marked, waits no longer and is not looked up; what is stored stays', async () => {
  await using db = await ordered(EMPLOYER)
  await happens(db.pool, [KARI, '2024-01'], [OLA, '2024-01'], [EVA, '2024-01'])
  await fetched(db.pool, list([KARI, OLA]))
  await lookedUp(db.pool)
  await happens(db.pool, [KARI, '2024-02'], [OLA, '2024-02'])

  const followed = await fetched(db.pool, list([OLA, EVA]))

  assert.deepEqual(followed, { added: 1n, gone: 1n, isHeldBack: false })
  assert.deepEqual(await gone(db.pool), [KARI])
  assert.deepEqual(await waiting(db.pool), [`${OLA} 2024-02`, `${EVA} 2024-01`])
  await happens(db.pool, [KARI, '2024-03'])
  assert.deepEqual(await waiting(db.pool), [`${OLA} 2024-02`, `${EVA} 2024-01`])
  assert.equal(await countOf(db.pool, `skatt.opplysning where identifikator = '${KARI}'`), 1)
})

test('P1: who comes back is looked up for what has happened meanwhile', async () => {
  await using db = await ordered(EMPLOYER)
  await happens(db.pool, [KARI, '2024-01'])
  await fetched(db.pool, list([KARI, OLA]))
  await lookedUp(db.pool)
  await fetched(db.pool, list([OLA]))
  await happens(db.pool, [KARI, '2024-02'])

  const followed = await fetched(db.pool, list([KARI, OLA]))

  assert.deepEqual(followed, { added: 1n, gone: 0n, isHeldBack: false })
  assert.deepEqual(await gone(db.pool), [])
  assert.deepEqual(await waiting(db.pool), [`${KARI} 2024-02`])
})

test('who is watched for another reason, or by another list, stays so', async () => {
  await using db = await ordered(EMPLOYER, OTHER)
  await watchAdd(
    db.pool,
    EGEN,
    [{ identifikator: KARI, gjelderPeriode: '*' }],
    { kilde: 'fil', lane: LANE.live },
    false,
  )
  await fetched(db.pool, list([KARI, OLA, EVA]))
  await fetched(db.pool, list([OLA]), OTHER)

  await fetched(db.pool, list([EVA]))

  assert.deepEqual(await gone(db.pool), [KARI, OLA])
  assert.deepEqual(await watched(db.pool), [`${KARI} *`, `${OLA} 2021-10/`, `${EVA} 2021-10/`])
  await happens(db.pool, [KARI, '2024-01'], [OLA, '2024-01'])
  assert.deepEqual(await waiting(db.pool), [`${KARI} 2024-01`, `${OLA} 2024-01`])
})

test('P8: a list that half are missing from marks nobody gone, until an operator accepts it', async () => {
  await using db = await ordered(EMPLOYER)
  await fetched(db.pool, list(PERSONS))
  const before = await watched(db.pool)

  const shrunken = list([...PERSONS.slice(10), KARI])
  const followed = await fetched(db.pool, shrunken)

  assert.deepEqual(followed, { added: 0n, gone: 0n, isHeldBack: true })
  assert.deepEqual(await gone(db.pool), [])
  assert.deepEqual(await watched(db.pool), before)
  assert.deepEqual(await texts(db.pool, 'select feilklasse as text from folger.parkert_oppslag'), [
    'TOO_MANY_GONE',
  ])
  assert.equal((await dueOf(db.pool, LIST)).length, 0)

  const target = { liste: null, api: LIST, all: false, konsument: null }
  const dry = await resume(db.pool, target, true, true)
  const done = await resume(db.pool, target, true, false)
  assert.deepEqual([dry.rows, dry.nokler], [1n, 1n])
  assert.deepEqual(done, dry)
  const [again] = await dueOf(db.pool, LIST)
  assert.equal(again?.aarsak, 'operatoer')
  assert.equal((await resume(db.pool, target, true, true)).rows, 0n)

  const accepted = await followInntektsmottakere(db.pool, await answerOf(db.pool, shrunken), HALF)
  assert.deepEqual(accepted, { added: 1n, gone: 10n, isHeldBack: false })
  assert.equal(await countOf(db.pool, 'folger.parkert_oppslag'), 0)
  assert.equal((await fetched(db.pool, list([KARI])))?.isHeldBack, true)
})

test('P8: a list without anybody, and "no data", mark nobody gone, however few they were', async () => {
  await using db = await ordered(EMPLOYER)
  const nobody = list([], { fraOgMed: null })
  assert.deepEqual(await fetched(db.pool, nobody), { added: 0n, gone: 0n, isHeldBack: false })
  await fetched(db.pool, list([KARI]))

  assert.equal((await fetched(db.pool, list([])))?.isHeldBack, true)
  assert.equal((await fetched(db.pool, nobody))?.isHeldBack, true)

  assert.deepEqual(await gone(db.pool), [])
  assert.deepEqual(await watched(db.pool), [`${KARI} 2021-10/`])
  // When it is as before, nobody needs to do anything.
  assert.equal((await fetched(db.pool, list([KARI])))?.isHeldBack, false)
  assert.equal(await countOf(db.pool, 'folger.parkert_oppslag'), 0)
  assert.equal(await countOf(db.pool, 'folger.inntektsmottakerliste where frafall is not null'), 0)
})

test('a few who leave a small employer are no wave', async () => {
  await using db = await ordered(EMPLOYER)
  await fetched(db.pool, list(PERSONS.slice(0, 10)))

  const followed = await fetched(db.pool, list(PERSONS.slice(0, 1)))

  assert.deepEqual(followed, { added: 0n, gone: 9n, isHeldBack: false })
})

test('P8: who is missing from a list that is not whole is not gone, and who is new on it is added', async () => {
  await using db = await ordered(EMPLOYER)
  await fetched(db.pool, list([KARI, OLA]))

  const followed = await fetched(db.pool, list([EVA], { isWhole: false }))
  const shielded = list([], { fraOgMed: null, isWhole: false, skjermet: true })
  await fetched(db.pool, shielded)

  assert.deepEqual(followed, { added: 1n, gone: 0n, isHeldBack: false })
  assert.deepEqual(await gone(db.pool), [])
  assert.equal((await watched(db.pool)).length, 3)
  assert.equal(await countOf(db.pool, 'folger.inntektsmottakerliste where skjermet'), 1)
})

test('P4: an answer that nobody waits for any more, or an older one, is not followed', async () => {
  await using db = await ordered(EMPLOYER)
  const late = await answerOf(db.pool, list([KARI]))
  await fetched(db.pool, list([OLA]))

  assert.equal(await followInntektsmottakere(db.pool, late, HALF), null)
  await order(db.pool, [EMPLOYER])
  const older = await followInntektsmottakere(db.pool, late, HALF)

  assert.deepEqual(older, { added: 0n, gone: 0n, isHeldBack: false })
  assert.deepEqual(await watched(db.pool), [`${OLA} 2021-10/`])
  assert.equal((await dueOf(db.pool, LIST)).length, 1)
})

test('when the agreement ends or goes on, the months follow', async () => {
  await using db = await ordered(EMPLOYER, OTHER)
  await fetched(db.pool, list([KARI, OLA]))
  await fetched(db.pool, list([OLA]), OTHER)
  await happens(db.pool, [KARI, '2024-06'], [OLA, '2024-06'])

  await fetched(db.pool, list([KARI, OLA], { tilOgMed: '2024-03' }))
  assert.deepEqual(await watched(db.pool), [
    `${KARI} 2021-10/2024-04`,
    `${OLA} 2021-10/`,
    `${OLA} 2021-10/2024-04`,
  ])
  assert.deepEqual(await waiting(db.pool), [`${OLA} 2024-06`])

  await fetched(db.pool, list([KARI, OLA], { tilOgMed: '2024-05' }))
  assert.deepEqual(await waiting(db.pool), [`${KARI} 2024-06`, `${OLA} 2024-06`])
})

test('P5: a list is ordered when it is new, when its time passed unseen, and when the plan says so', async () => {
  await using db = await ordered()
  assert.equal(await order(db.pool, [EMPLOYER], false), 1n)
  assert.equal(await order(db.pool, [EMPLOYER], false), 0n)
  const [first] = await dueOf(db.pool, LIST)
  assert.equal(first?.aarsak, 'plan')
  await followInntektsmottakere(db.pool, await answerOf(db.pool, list([KARI])), HALF)

  assert.equal(await order(db.pool, [EMPLOYER, OTHER], false), 1n)
  await followInntektsmottakere(db.pool, await answerOf(db.pool, list([KARI]), OTHER), HALF)
  assert.equal(await order(db.pool, [EMPLOYER, OTHER], false, new Date(NEXT.getTime() - HOUR)), 0n)
  assert.equal(await order(db.pool, [EMPLOYER, OTHER], false, NEXT), 2n)
  assert.equal(await order(db.pool, [EMPLOYER, OTHER]), 0n)
  const { rows } = await db.pool.query('select aarsak, antall from folger.oppslagslogg')
  assert.deepEqual(rows, [{ aarsak: 'plan', antall: 2n }])
})

test('an employer that is taken out of the setting is followed no more, and whole again when it is back', async () => {
  await using db = await ordered(EMPLOYER, OTHER)
  await fetched(db.pool, list([KARI, OLA]))
  await fetched(db.pool, list([OLA]), OTHER)
  await order(db.pool, [EMPLOYER])
  const late = await answerOf(db.pool, list([KARI, OLA, EVA]))

  assert.equal(await endOtherLists(db.pool, EGEN, [OTHER]), 1n)
  assert.deepEqual(await gone(db.pool), [KARI, OLA])
  assert.deepEqual(await watched(db.pool), [`${OLA} 2021-10/`])
  assert.equal((await dueOf(db.pool, LIST)).length, 0)
  assert.equal(await followInntektsmottakere(db.pool, late, HALF), null)

  assert.equal(await order(db.pool, [EMPLOYER, OTHER], false), 1n)
  await followInntektsmottakere(db.pool, await answerOf(db.pool, list([KARI])), HALF)
  assert.deepEqual(await watched(db.pool), [`${KARI} 2021-10/`, `${OLA} 2021-10/`])
})

test('who is taken off by command is on again when the list still names them', async () => {
  await using db = await ordered(EMPLOYER)
  await fetched(db.pool, list([KARI, OLA]))
  await watchRemove(db.pool, EGEN, [{ identifikator: KARI, gjelderPeriode: '*' }], false, false)
  assert.deepEqual(await watched(db.pool), [`${OLA} 2021-10/`])

  const followed = await fetched(db.pool, list([KARI, OLA]))

  assert.deepEqual(followed, { added: 0n, gone: 0n, isHeldBack: false })
  assert.deepEqual(await watched(db.pool), [`${KARI} 2021-10/`, `${OLA} 2021-10/`])
})
