import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EGEN } from '../../src/domain/ids.ts'
import { nextLookUps } from '../../src/store/next-look-ups.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, OPPSLAG, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { dueOf, following } from '../support/rows.ts'

function turn(konsument: string, known = 0) {
  return { konsument, oppslag: [OPPSLAG], known }
}

async function withPeriods(...periods: readonly string[]) {
  const db = await freshDatabase()
  await following(db.pool)
  const hendelser = periods.map((gjelderPeriode, i) => hendelse(i + 1, { gjelderPeriode }))
  await storePage(db.pool, page(1, hendelser))
  return db
}

// If this fails, what a killed process had in hand waits for somebody to clean up.
test('P11: what has been read is due still, for whoever reads next', async () => {
  await using db = await withPeriods('2022', '2023')

  const first = await dueOf(db.pool, OPPSLAG)

  assert.equal(first.length, 2)
  assert.deepEqual(await dueOf(db.pool, OPPSLAG), first)
})

test('live nøkler come before backlog, and of each the one that has waited longest', async () => {
  await using db = await withPeriods('2020', '2021', '2022', '2023')
  await db.pool.query(`
    update folger.ventende_oppslag
       set prioritet  = case when gjelder_periode < '2022' then 1 else 0 end,
           forfall_at = now() - make_interval(secs => gjelder_periode::int)`)

  const due = await nextLookUps(db.pool, [turn(EGEN)], 3)

  assert.deepEqual(
    due.map(({ gjelderPeriode }) => gjelderPeriode),
    ['2023', '2022', '2021'],
  )
})

test('P10: a nøkkel that is put off is not due because others of its lane are', async () => {
  await using db = await withPeriods('2022', '2023')
  await db.pool.query(`
    update folger.ventende_oppslag
       set forfall_at = now() + interval '1 hour'
     where gjelder_periode = '2023'`)

  const due = await dueOf(db.pool, OPPSLAG)

  assert.deepEqual(
    due.map(({ gjelderPeriode }) => gjelderPeriode),
    ['2022'],
  )
})

const WAITING = `
  insert into folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode, forfall_at)
  select $1, '${OPPSLAG}', 'nr ' || number, '2023', now() - make_interval(secs => 1000000 - number)
    from generate_series(1, $2::int) as number`

// If this fails, a konsument with a large backlog stops the freshness of all others.
test('konsumenter come by turns, however many nøkler of one of them wait', async () => {
  await using db = await freshDatabase()
  await db.pool.query(WAITING, ['310000019', 1_000])
  await db.pool.query(WAITING, ['310000027', 2])
  await db.pool.query(WAITING, [EGEN, 1])
  await db.pool.query(
    `update folger.ventende_oppslag set forfall_at = forfall_at - interval '1 day' where konsument = '310000019'`,
  )

  const turns = ['310000019', '310000027', EGEN].map((konsument) => turn(konsument))
  const due = await nextLookUps(db.pool, turns, 6)

  assert.deepEqual(
    due.map((n) => `${n.konsument} ${n.identifikator}`),
    ['310000019 nr 1', '310000027 nr 1', 'egen nr 1', '310000019 nr 2', '310000027 nr 2'].concat(
      '310000019 nr 3',
    ),
  )
})

test('who has many in memory still gets as many beside them as are wanted, if nobody else waits', async () => {
  await using db = await freshDatabase()
  await db.pool.query(WAITING, ['310000019', 100])

  const due = await nextLookUps(db.pool, [turn('310000019', 20), turn(EGEN)], 10)

  assert.equal(due.length, 30)
})

test('of a konsument whose turn it is not nothing is read', async () => {
  await using db = await freshDatabase()
  await db.pool.query(WAITING, ['310000019', 10])

  assert.deepEqual(await nextLookUps(db.pool, [turn(EGEN)], 10), [])
  assert.deepEqual(await nextLookUps(db.pool, [], 10), [])
})
