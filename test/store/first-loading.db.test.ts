import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Loadable, Planned } from '../../src/domain/first-loading.ts'
import { EGEN } from '../../src/domain/ids.ts'
import { watchAdd, watchRemove } from '../../src/store/drift.ts'
import { loadNobody, loadSome, type Plan } from '../../src/store/first-loading.ts'
import { saveFulgteOppslag } from '../../src/store/fulgt-oppslag.ts'
import type { Pool } from '../../src/store/pool.ts'
import { settle } from '../../src/store/settle.ts'
import { followSistePeriode, type SisteAnswer } from '../../src/store/siste-periode.ts'
import { LANE } from '../../src/store/watch-list.ts'
import { KARI, OLA } from '../support/builders.ts'
import { openTransaction, waitsOrEnds } from '../support/open-transaction.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, dueOf } from '../support/rows.ts'

const SISTE = 'sistetilgjengeligeskatteoppgjoer'
const YEARLY = 'summertskattegrunnlag'
const MONTHLY = 'inntekt'
const FIRM = '310977101'

const LOADABLE: readonly Loadable[] = [
  { id: YEARLY, periode: 'aar', siffer: 11 },
  { id: MONTHLY, periode: 'maaned', siffer: 11 },
  { id: 'selskapsmelding', periode: 'aar', siffer: 9 },
]
const PLANNED: readonly Planned[] = [
  { oppslag: SISTE, gjelderPeriode: '', siffer: 11 },
  { oppslag: MONTHLY, gjelderPeriode: '2024-01', siffer: 11 },
  { oppslag: 'selskapsmelding', gjelderPeriode: '2023', siffer: 9 },
]
const PLAN: Plan = { planned: PLANNED, loadable: LOADABLE, thisMonth: '2024-02' }

/** A database that follows those on the watch list, who are none yet. */
async function watching() {
  const db = await freshDatabase()
  const row = { konsument: EGEN, harPeriode: true, bareBevakede: true }
  await saveFulgteOppslag(db.pool, [
    { ...row, oppslag: YEARLY, liste: 'skatteoppgjoer', api: YEARLY },
    { ...row, oppslag: MONTHLY, liste: MONTHLY, api: MONTHLY },
    { ...row, oppslag: 'selskapsmelding', liste: 'selskapsmelding', api: 'selskapsmelding' },
    { ...row, oppslag: SISTE, liste: null, api: SISTE, harPeriode: false },
  ])
  return db
}

async function add(pool: Pool, lane: number, ...rows: readonly (readonly [string, string])[]) {
  const watched = rows.map(([identifikator, gjelderPeriode]) => ({ identifikator, gjelderPeriode }))
  await watchAdd(pool, EGEN, watched, { kilde: 'fil', lane }, false)
}

/** All steps there are. @returns how many look-ups each has made wait */
async function load(pool: Pool, most = 500, plan = PLAN): Promise<readonly bigint[]> {
  const queued: bigint[] = []
  for (;;) {
    const step = await loadSome(pool, EGEN, plan, most)
    if (step === null) return queued
    queued.push(step.queued)
  }
}

async function waiting(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ text: string }>(`
    select concat_ws(' ', oppslag, identifikator, nullif(gjelder_periode, ''), aarsak) as text
      from folger.ventende_oppslag order by 1`)
  return rows.map(({ text }) => text)
}

async function answerOf(pool: Pool, aar: string | null): Promise<SisteAnswer> {
  const [nokkel] = await dueOf(pool, SISTE)
  assert.ok(nokkel, 'nobody is asked about')
  return { kind: 'answered', nokkel, svar: { kind: 'siste_periode', aar } }
}

async function follow(pool: Pool, aar: string | null): Promise<bigint> {
  return followSistePeriode(pool, EGEN, [await answerOf(pool, aar)], [YEARLY])
}

test('P5: who is new is loaded once: persons and organisations in what takes their numbers', async () => {
  await using db = await watching()
  await add(db.pool, LANE.lasting, [KARI, '*'], [FIRM, '*'])

  assert.deepEqual(await load(db.pool), [3n])
  assert.deepEqual(await waiting(db.pool), [
    `inntekt ${KARI} 2024-01 bevaking`,
    `selskapsmelding ${FIRM} 2023 bevaking`,
    `${SISTE} ${KARI} bevaking`,
  ])

  await add(db.pool, LANE.live, [KARI, '*'], [FIRM, '*'])
  assert.deepEqual(await load(db.pool), [])
})

test('who is watched in a period of their own is loaded in that, and not asked for the newest year', async () => {
  await using db = await watching()
  await add(db.pool, LANE.live, [KARI, '2021-05'], [OLA, '2024'])

  await load(db.pool)

  assert.deepEqual(await waiting(db.pool), [
    `inntekt ${KARI} 2021-05 bevaking`,
    `inntekt ${OLA} 2024-01 bevaking`,
    `inntekt ${OLA} 2024-02 bevaking`,
    `summertskattegrunnlag ${KARI} 2021 bevaking`,
    `summertskattegrunnlag ${OLA} 2024 bevaking`,
  ])
})

test('the months of an agreement are not left', async () => {
  await using db = await watching()
  await add(db.pool, LANE.live, [KARI, '*'])
  await db.pool.query(`update folger.bevaking set gjelder_periode = '2024-02/'`)

  await load(db.pool)

  assert.deepEqual(await waiting(db.pool), [`${SISTE} ${KARI} bevaking`])
})

test('P11: many are loaded a step at a time, each of them once, those whom somebody waits for first', async () => {
  await using db = await watching()
  const persons = Array.from({ length: 7 }, (_, i) => `0181${String(1_000_000 + i)}`)
  await add(db.pool, LANE.lasting, ...persons.map((one) => [one, '*'] as const))
  await add(db.pool, LANE.live, [KARI, '*'])

  await loadSome(db.pool, EGEN, PLAN, 3)
  assert.deepEqual(await waiting(db.pool), [
    `inntekt ${KARI} 2024-01 bevaking`,
    `${SISTE} ${KARI} bevaking`,
  ])
  assert.deepEqual(await load(db.pool, 3), [6n, 6n, 2n])
  assert.equal(await countOf(db.pool, 'folger.forste_lasting'), 0)
  assert.equal(await countOf(db.pool, `folger.ventende_oppslag where oppslag = '${SISTE}'`), 8)
})

test('P1: who is watched in several periods takes nobody else from the step', async () => {
  await using db = await watching()
  const persons = Array.from({ length: 5 }, (_, i) => `0181${String(1_000_000 + i)}`)
  await add(
    db.pool,
    LANE.lasting,
    ...persons.flatMap((one) => [[one, '2021'] as const, [one, '2022'] as const]),
  )

  await load(db.pool, 3)

  assert.equal(await countOf(db.pool, `folger.ventende_oppslag where oppslag = '${YEARLY}'`), 10)
})

test('P5: an answer that is stored while the year is followed is not asked for again', async () => {
  await using db = await watching()
  await add(db.pool, LANE.live, [KARI, '*'])
  await load(db.pool)
  await db.pool.query(`
    insert into folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode)
    values ('egen', '${YEARLY}', '${KARI}', '2023')`)
  await using storing = await openTransaction(db.pool)
  await storing.client.query(`delete from folger.ventende_oppslag where oppslag = '${YEARLY}'`)
  await storing.client.query(`
    insert into skatt.opplysning (konsument, oppslag, identifikator, gjelder_periode, tilstand,
      data, hentet_at, endret_at, versjon)
    values ('egen', '${YEARLY}', '${KARI}', '2023', 'gjeldende', '{}', now(), now(), 1)`)

  const following = follow(db.pool, '2023')
  await waitsOrEnds(db.pool, following)
  await storing.commit()

  assert.equal(await following, 0n)
})

test('P5: what is stored, waits or is parked is not loaded again', async () => {
  await using db = await watching()
  await add(db.pool, LANE.live, [KARI, '*'])
  await load(db.pool)
  const [month] = await dueOf(db.pool, MONTHLY)
  assert.ok(month)
  await settle(
    db.pool,
    [{ kind: 'answered', nokkel: month, svar: { kind: 'data', data: '{}' } }],
    0,
  )
  await db.pool.query(`
    insert into folger.parkert_oppslag (konsument, oppslag, identifikator, gjelder_periode,
      versjon, eldste_mottatt_at, feilklasse, forsok)
    select konsument, oppslag, identifikator, gjelder_periode, versjon, now(), 'REJECTED', 1
      from folger.ventende_oppslag`)
  await db.pool.query('delete from folger.ventende_oppslag')
  await db.pool.query(`insert into folger.forste_lasting (konsument, versjon, prioritet)
    select konsument, versjon, 0 from folger.bevaking`)

  assert.deepEqual(await load(db.pool), [0n])
})

test('the newest year is looked up when it has been answered, once', async () => {
  await using db = await watching()
  await add(db.pool, LANE.lasting, [KARI, '*'])
  await load(db.pool)

  assert.equal(await follow(db.pool, '2023'), 1n)

  assert.deepEqual(await waiting(db.pool), [
    `inntekt ${KARI} 2024-01 bevaking`,
    `summertskattegrunnlag ${KARI} 2023 bevaking`,
  ])
  const [year] = await dueOf(db.pool, YEARLY)
  assert.equal(year?.prioritet, LANE.lasting)
  const { rows } = await db.pool.query('select aarsak, utfall, antall from folger.oppslagslogg')
  assert.deepEqual(rows, [{ aarsak: 'bevaking', utfall: 'siste_periode', antall: 1n }])
})

test('a year that is stored is not looked up again, and no year is no look-up', async () => {
  await using db = await watching()
  await add(db.pool, LANE.live, [KARI, '*'])
  await load(db.pool)
  await follow(db.pool, '2023')
  const [year] = await dueOf(db.pool, YEARLY)
  assert.ok(year)
  await settle(db.pool, [{ kind: 'answered', nokkel: year, svar: { kind: 'ingen_data' } }], 0)

  for (const aar of ['2023', null]) {
    await watchRemove(db.pool, EGEN, [{ identifikator: KARI, gjelderPeriode: '*' }], false, false)
    await add(db.pool, LANE.live, [KARI, '*'])
    await load(db.pool)
    assert.equal(await follow(db.pool, aar), 0n)
    assert.equal((await dueOf(db.pool, SISTE)).length, 0)
  }
})

test('P5: who is taken off the list while the year is asked for is not looked up', async () => {
  await using db = await watching()
  await add(db.pool, LANE.live, [KARI, '*'])
  await load(db.pool)
  const late = await answerOf(db.pool, '2023')

  await watchRemove(db.pool, EGEN, [{ identifikator: KARI, gjelderPeriode: '*' }], false, false)

  assert.equal(await followSistePeriode(db.pool, EGEN, [late], [YEARLY]), 0n)
  assert.deepEqual(await waiting(db.pool), [])
})

test('P5: the year of somebody who is not on the list is not looked up, whoever asked for it', async () => {
  await using db = await watching()
  await db.pool.query(`
    insert into folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode, aarsak)
    values ('egen', '${SISTE}', '${KARI}', '', 'operatoer')`)

  assert.equal(await follow(db.pool, '2023'), 0n)
  assert.deepEqual(await waiting(db.pool), [])
})

test('with FORSTE_LASTING=ingen nobody is loaded, later neither', async () => {
  await using db = await watching()
  await add(db.pool, LANE.live, [KARI, '*'])

  await loadNobody(db.pool, EGEN)

  assert.deepEqual(await load(db.pool), [])
  assert.deepEqual(await waiting(db.pool), [])
})
