import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextLookUps } from '../../src/store/next-look-ups.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, OPPSLAG, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { following } from '../support/rows.ts'

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

  const first = await nextLookUps(db.pool, [OPPSLAG], 10)

  assert.equal(first.length, 2)
  assert.deepEqual(await nextLookUps(db.pool, [OPPSLAG], 10), first)
})

test('live nøkler come before backlog, and of each the one that has waited longest', async () => {
  await using db = await withPeriods('2020', '2021', '2022', '2023')
  await db.pool.query(`
    update folger.ventende_oppslag
       set prioritet  = case when gjelder_periode < '2022' then 1 else 0 end,
           forfall_at = now() - make_interval(secs => gjelder_periode::int)`)

  const due = await nextLookUps(db.pool, [OPPSLAG], 3)

  assert.deepEqual(
    due.map(({ gjelderPeriode }) => gjelderPeriode),
    ['2023', '2022', '2021'],
  )
})
