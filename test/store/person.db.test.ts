/** P12: what is held about a person is told whole, and erased whole, whatever tables there are. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EGEN } from '../../src/domain/ids.ts'
import { createRefs } from '../../src/operate/look-up-lines.ts'
import { exportPersons, forgetPersons, loadRefKey, refsOf } from '../../src/store/person.ts'
import type { Pool } from '../../src/store/pool.ts'
import { settle } from '../../src/store/settle.ts'
import { storePage } from '../../src/store/store-page.ts'
import { isStored } from '../../src/store/stored-events.ts'
import { fillTables, KONSUMENTER, relationsOf } from '../support/all-tables.ts'
import { hendelse, KARI, OLA, OPPSLAG, page } from '../support/builders.ts'
import { everythingIn } from '../support/everything.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, dueOf, following, KEY, opplysninger, theOneDue } from '../support/rows.ts'

async function tablesOf(pool: Pool): Promise<readonly string[]> {
  const all = [
    ...(await relationsOf(pool, 'folger', 'identifikator')),
    ...(await relationsOf(pool, 'skatt', 'identifikator')),
  ]
  return all.filter(({ isTable }) => isTable).map(({ name }) => name)
}

async function filled() {
  const db = await freshDatabase()
  await fillTables(db.pool)
  await db.pool.query('delete from folger.glemt')
  return db
}

describe('a person', { concurrency: 2 }, () => {
  test('is exported with every row of every table that is about them, and of nobody else', async () => {
    await using db = await filled()
    const [json = ''] = await exportPersons(db.pool, [KARI], null)
    const { identifikator, tabeller } = JSON.parse(json)

    assert.equal(identifikator, KARI)
    assert.doesNotMatch(json, new RegExp(OLA))
    assert.deepEqual(Object.keys(tabeller).toSorted(), (await tablesOf(db.pool)).toSorted())
    for (const table of await tablesOf(db.pool)) {
      const rows = await countOf(db.pool, `${table} where identifikator = '${KARI}'`)
      assert.equal(tabeller[table].length, rows, table)
      assert.ok(rows > 0, `${table} has no row about them: fill it in all-tables.ts`)
    }
    assert.equal(await countOf(db.pool, "folger.revisjon where kommando = 'export'"), 1)
  })

  test('P12: is erased from every table, by every place where a text can be', async () => {
    await using db = await filled()
    await db.pool.query(
      `insert into folger.forste_lasting (konsument, versjon, prioritet, etter) values ('egen', 99, 1, '${KARI}')`,
    )
    assert.ok((await everythingIn(db.pool)).includes(KARI))

    const effect = await forgetPersons(db.pool, [KARI], null, false)

    assert.ok(effect.rows > 10n)
    const left = await everythingIn(db.pool)
    assert.ok(!left.includes(KARI))
    assert.ok(left.includes(OLA))
    for (const table of await tablesOf(db.pool)) {
      const rows = await countOf(db.pool, `${table} where identifikator = '${OLA}'`)
      assert.ok(rows >= KONSUMENTER.length, table)
    }
    const { rows } = await db.pool.query('select konsument, ref, rader from folger.glemt')
    const [ref] = await refsOf(db.pool, [KARI])
    assert.deepEqual(rows, [{ konsument: '*', ref, rader: effect.rows }])
    assert.equal(await countOf(db.pool, "folger.revisjon where kommando = 'forget'"), 1)
  })

  test('is forgotten by one konsument and not by another; a dry run forgets nothing', async () => {
    await using db = await filled()
    const before = await countOf(db.pool, 'skatt.opplysning')
    const tried = await forgetPersons(db.pool, [KARI], EGEN, true)
    assert.equal(await countOf(db.pool, 'skatt.opplysning'), before)
    assert.equal(await countOf(db.pool, 'folger.glemt'), 0)

    const effect = await forgetPersons(db.pool, [KARI], EGEN, false)

    assert.deepEqual({ ...effect, note: tried.note }, tried)
    const left = `skatt.opplysning where identifikator = '${KARI}' and konsument`
    assert.equal(await countOf(db.pool, `${left} = 'egen'`), 0)
    assert.ok((await countOf(db.pool, `${left} <> 'egen'`)) > 0)
  })

  test('whom nothing is held about leaves nothing', async () => {
    await using db = await filled()
    const effect = await forgetPersons(db.pool, ['04840412345'], null, false)

    assert.deepEqual([effect.rows, effect.note], [0n, 'about 0 of 1 persons'])
    assert.equal(await countOf(db.pool, 'folger.glemt'), 0)
  })
})

// If this fails, the re-read of the overlap brings a forgotten person back within a quarter of an hour.
test('P12: events of a forgotten person that are read again are not stored again, and cause nothing', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  const events = [
    hendelse(1, { andreFelt: `{"a":"${KARI}"}` }),
    hendelse(2, { identifikator: OLA }),
  ]
  await storePage(db.pool, page(1, events))

  await forgetPersons(db.pool, [KARI], null, false)
  const again = await storePage(db.pool, page(3, events, { neste: hendelse(3).sekvensnummer }))

  assert.equal(again?.inserted, 0)
  assert.equal((await dueOf(db.pool, OPPSLAG)).length, 1)
  assert.ok(!(await everythingIn(db.pool)).includes(KARI))
  // A list whose last event is a forgotten person's is the same list still.
  assert.equal(await isStored(db.pool, KEY, hendelse(1)), true)
  assert.equal(
    await isStored(db.pool, KEY, hendelse(1, { registreringstidspunkt: '2024-01-01T00:00:00Z' })),
    false,
  )
})

test('an answer that was on its way when its person was forgotten is not stored', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(1)]))
  const nokkel = await theOneDue(db.pool)

  await forgetPersons(db.pool, [KARI], null, false)
  await settle(db.pool, [{ kind: 'answered', nokkel, svar: { kind: 'data', data: '{}' } }], 0)

  assert.deepEqual(await opplysninger(db.pool), [])
  assert.ok(!(await everythingIn(db.pool)).includes(KARI))
})

test('a new event about a forgotten person is a new reason to look them up', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(1)]))
  await forgetPersons(db.pool, [KARI], null, false)

  await storePage(db.pool, page(2, [hendelse(2)]))

  assert.equal((await theOneDue(db.pool)).identifikator, KARI)
})

test('the ref of a person is the same in SQL and in the daemon, and another in another database', async () => {
  await using one = await freshDatabase()
  await using other = await freshDatabase()
  await other.pool.query(`update folger.hemmelighet set verdi = sha256(verdi)`)
  const [ref] = await refsOf(one.pool, [KARI])
  assert.equal(ref, createRefs(await loadRefKey(one.pool))(KARI))
  assert.notEqual((await refsOf(other.pool, [KARI]))[0], ref)
  // RFC 4231, test case 2.
  const { rows } = await one.pool.query(
    `select encode(folger.hmac_sha256('Jefe', 'what do ya want for nothing?'), 'hex') as mac`,
  )
  assert.deepEqual(rows, [
    { mac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843' },
  ])
})

// Postgres writes the row that fails a constraint to its own log, and with it whose it is.
test('P12: no constraint of a table of persons is about anything that an API sends', async () => {
  await using db = await freshDatabase()
  const { rows } = await db.pool.query<{ constraint: string; columns: readonly string[] | null }>(`
    select conname as "constraint",
           (select array_agg(attname::text)
              from pg_attribute
             where attrelid = conrelid and attnum = any (conkey)) as "columns"
      from pg_constraint
     where conrelid = any (array(select folger.persontabeller()))
       and contype in ('c', 'f', 'x', 'u')`)
  const ours = ['aarsak', 'tilstand', 'type', 'handling']
  assert.deepEqual(
    rows.filter(({ columns }) => !columns?.every((column) => ours.includes(column))),
    [],
  )
})
