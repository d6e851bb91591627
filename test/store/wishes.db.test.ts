import assert from 'node:assert/strict'
import { test } from 'node:test'
import { storePage } from '../../src/store/store-page.ts'
import { carryOutWishes } from '../../src/store/wishes.ts'
import { hendelse, KARI, OLA, page } from '../support/builders.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { countOf, following, watching } from '../support/rows.ts'

async function watched() {
  const db = await freshDatabase()
  await following(db.pool)
  await watching(db.pool)
  return db
}

async function wish({ pool }: TestDatabase, ...wishes: readonly string[]): Promise<void> {
  for (const one of wishes) {
    const [handling, identifikator, periode = '*'] = one.split(' ')
    await pool.query(
      `insert into skatt.bevakingsoenske (handling, identifikator, gjelder_periode)
       values ($1, $2, $3)`,
      [handling, identifikator, periode],
    )
  }
}

async function onTheList({ pool }: TestDatabase): Promise<readonly string[]> {
  const { rows } = await pool.query<{ row: string }>(`
    select identifikator || ' ' || gjelder_periode as row
      from folger.bevaking
     order by 1`)
  return rows.map(({ row }) => row)
}

test('wishes are carried out and are gone', async () => {
  await using db = await watched()
  await storePage(db.pool, page(1, [hendelse(1)], { bareBevakede: true }))
  await wish(db, `legg_til ${KARI}`, `legg_til ${OLA} 2023`)

  assert.deepEqual(await carryOutWishes(db.pool, 10), { done: 2, refused: 0 })

  assert.deepEqual(await onTheList(db), [`${KARI} *`, `${OLA} 2023`])
  assert.equal(await countOf(db.pool, 'skatt.bevakingsoenske'), 0)
  assert.equal(await countOf(db.pool, 'folger.ventende_oppslag where prioritet = 0'), 1)
})

test('wishes about one person are carried out in their order, however they are mixed', async () => {
  await using db = await watched()
  await wish(
    db,
    `legg_til ${KARI}`,
    `legg_til ${OLA}`,
    `fjern ${KARI}`,
    `slett ${OLA}`,
    `legg_til ${OLA} 2023`,
    `legg_til ${KARI} 2022`,
    `legg_til ${KARI} 2023`,
    `fjern ${KARI} 2022`,
  )

  assert.deepEqual(await carryOutWishes(db.pool, 10), { done: 8, refused: 0 })

  assert.deepEqual(await onTheList(db), [`${KARI} 2023`, `${OLA} 2023`])
})

test('a wish that can not be carried out stays with its reason, and holds up no other', async () => {
  await using db = await watched()
  await wish(db, `legg_til ${KARI}0`, `bevak ${KARI}`, `legg_til ${OLA} 202x`, `legg_til ${OLA}`)
  await db.pool.query(
    `insert into skatt.bevakingsoenske (konsument, identifikator) values ('999999999', '${KARI}')`,
  )

  assert.deepEqual(await carryOutWishes(db.pool, 10), { done: 1, refused: 4 })
  assert.deepEqual(await carryOutWishes(db.pool, 10), { done: 0, refused: 0 })

  assert.deepEqual(await onTheList(db), [`${OLA} *`])
  const { rows } = await db.pool.query('select feil from skatt.bevakingsoenske order by nummer')
  assert.deepEqual(
    rows.map(({ feil }) => feil),
    [
      'the identifikator is neither 11 nor 9 digits',
      'handling is neither legg_til, fjern nor slett',
      'the period is neither a year, a month such as 2023-01, nor *',
      'there is no such konsument',
    ],
  )
})
