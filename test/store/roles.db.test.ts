/** P12 in the database: each role reads and does what is its own, and a reader sees its konsumenter alone. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EGEN } from '../../src/domain/ids.ts'
import { ensureTables } from '../../src/store/migrate.ts'
import type { Pool } from '../../src/store/pool.ts'
import { addReader, grantRights, listReaders, removeReader } from '../../src/store/roles.ts'
import { fillTables, KONSUMENTER, relationsOf } from '../support/all-tables.ts'
import { KARI } from '../support/builders.ts'
import { logIn } from '../support/logins.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'

const LESER = 'hendelsesfolger_leser'
const BEVAKER = 'hendelsesfolger_bevaker'
const SKRIVER = 'hendelsesfolger_skriver'
const OPERATOER = 'hendelsesfolger_operatoer'
const [A, B] = KONSUMENTER

const DENIED = { code: '42501' }

async function filled(): Promise<TestDatabase> {
  const db = await freshDatabase()
  await fillTables(db.pool)
  return db
}

/** The konsumenter of the rows that can be read, by relation of skatt that has any. */
async function seen(pool: Pool, relations: readonly string[]) {
  const found: [string, readonly string[]][] = []
  for (const relation of relations) {
    const { rows } = await pool.query<{ konsument: string }>(
      `select distinct konsument from ${relation} order by konsument`,
    )
    found.push([relation, rows.map(({ konsument }) => konsument)])
  }
  return found
}

async function withKonsument(db: TestDatabase): Promise<readonly string[]> {
  return (await relationsOf(db.pool, 'skatt', 'konsument')).map(({ name }) => name)
}

describe('a reader', { concurrency: 2 }, () => {
  // If this fails, one customer reads the tax data of another. Every table and view there is and will be.
  test('P12: sees the rows of its konsument and no other, in every table and view, by every name', async () => {
    await using db = await filled()
    await using reader = await logIn(db, LESER)
    const relations = await withKonsument(db)
    await addReader(db.pool, { role: reader.role, konsument: A }, false)

    for (const [relation, konsumenter] of await seen(db.pool, relations)) {
      // Views of answers that the filled rows do not have show nothing to anybody.
      if (relation.startsWith('skatt.v_')) continue
      assert.deepEqual(konsumenter, [A, B], relation)
    }
    for (const [relation, konsumenter] of await seen(reader.pool, relations)) {
      assert.deepEqual(
        konsumenter.filter((one) => one !== A),
        [],
        relation,
      )
      if (!relation.startsWith('skatt.v_')) assert.deepEqual(konsumenter, [A], relation)
    }
  })

  test('P12: sees nothing until it has been given a konsument, and nothing when that is taken again', async () => {
    await using db = await filled()
    await using reader = await logIn(db, LESER)
    const relations = await withKonsument(db)
    const nothing = relations.map((relation) => [relation, []])

    assert.deepEqual(await seen(reader.pool, relations), nothing)
    await addReader(db.pool, { role: reader.role, konsument: '*' }, false)
    const { rows } = await reader.pool.query('select distinct konsument from skatt.opplysning')
    assert.equal(rows.length, 2)
    await removeReader(db.pool, reader.role, null, false)
    assert.deepEqual(await seen(reader.pool, relations), nothing)
  })

  test('P12: reads the change feed of its konsument alone', async () => {
    await using db = await filled()
    await using reader = await logIn(db, LESER)
    await addReader(db.pool, { role: reader.role, konsument: B }, false)

    const { rows } = await reader.pool.query<{ konsument: string }>(
      `select konsument from skatt.endring union all select konsument from skatt.endringer_etter('0', 0, 100)`,
    )
    assert.ok(rows.length > 0 && rows.every(({ konsument }) => konsument === B))
  })

  test('has what the roles have that it is a member of', async () => {
    await using db = await filled()
    await using group = await logIn(db)
    await using reader = await logIn(db, LESER, group.role)
    await addReader(db.pool, { role: group.role, konsument: A }, false)

    const { rows } = await reader.pool.query('select skatt.mine_konsumenter() as mine')
    assert.deepEqual(rows, [{ mine: [A] }])
  })

  test('P12: writes nothing, and reads nothing of ours', async () => {
    await using db = await filled()
    await using reader = await logIn(db, LESER)
    await addReader(db.pool, { role: reader.role, konsument: '*' }, false)

    for (const statement of [
      'select 1 from folger.hendelse',
      "select folger.konsumenter_for('postgres')",
      'select drift.pause(alt => true)',
      'delete from skatt.opplysning',
      'truncate skatt.endring',
      'insert into skatt.bevakingsoenske (identifikator) values (null)',
      'create table skatt.mine (a int)',
    ]) {
      await assert.rejects(reader.pool.query(statement), DENIED, statement)
    }
  })

  // If this fails, a new view or function of skatt asks for rights that its readers do not have.
  test('can read every table and view of skatt', async () => {
    await using db = await filled()
    await using reader = await logIn(db, LESER)

    for (const { name } of await relationsOf(db.pool, 'skatt')) {
      await reader.pool.query(`select count(*) from ${name}`)
    }
  })

  test('finds a person by index', async () => {
    await using db = await filled()
    await using reader = await logIn(db, LESER)
    await addReader(db.pool, { role: reader.role, konsument: A }, false)
    const client = await reader.pool.connect()
    try {
      await client.query('begin; set local enable_seqscan = off')
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `explain select data from skatt.inntekt where konsument = '${A}' and identifikator = $1`,
        [KARI],
      )
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      assert.match(plan, /Index Cond: .*konsument = '.*identifikator = /)
      await client.query('rollback')
    } finally {
      client.release()
    }
  })
})

test('who is to be followed is wished for one of its konsumenter alone, and only by those who may', async () => {
  await using db = await filled()
  await using wisher = await logIn(db, BEVAKER)
  await addReader(db.pool, { role: wisher.role, konsument: A }, false)
  const wish = 'insert into skatt.bevakingsoenske (konsument, identifikator) values ($1, $2)'

  await wisher.pool.query(wish, [A, KARI])
  await assert.rejects(wisher.pool.query(wish, [B, KARI]), DENIED)
  const { rows } = await wisher.pool.query('select distinct konsument from skatt.bevakingsoenske')
  assert.deepEqual(rows, [{ konsument: A }])
  await wisher.pool.query('delete from skatt.bevakingsoenske')
  assert.equal(await countOf(db.pool, `skatt.bevakingsoenske where konsument = '${B}'`), 2)
  await assert.rejects(wisher.pool.query('select 1 from skatt.opplysning'), DENIED)
})

test('P12: an operator calls every function of drift, and reads no data', async () => {
  await using db = await filled()
  await using operator = await logIn(db, OPERATOER)

  await operator.pool.query('select drift.pause(alt => true)')
  const { rows } = await db.pool.query<{ name: string; may: boolean }>(`
    select oid::regprocedure::text as name,
           has_function_privilege('${operator.role}', oid, 'execute') as may
      from pg_proc
     where pronamespace = 'drift'::regnamespace`)
  assert.deepEqual(
    rows.filter(({ may }) => !may),
    [],
  )
  for (const table of ['skatt.opplysning', 'folger.hendelse', 'folger.revisjon']) {
    await assert.rejects(operator.pool.query(`select 1 from ${table}`), DENIED, table)
  }
})

test('the daemon changes rows and no more: no tables, and what was done stays written', async () => {
  await using db = await filled()
  await using daemon = await logIn(db, SKRIVER)

  for (const statement of [
    'create table folger.mine (a int)',
    'alter table skatt.opplysning disable row level security',
    'drop table folger.hendelse',
    'truncate folger.hendelse',
    'delete from folger.revisjon',
    "update folger.revisjon set kommando = ''",
    'delete from folger.migrasjon',
    "insert into folger.lesetilgang (rolle, konsument) values ('x', '*')",
  ]) {
    await assert.rejects(daemon.pool.query(statement), DENIED, statement)
  }
  await assert.rejects(
    ensureTables(daemon.pool, [`x'); drop schema skatt; --`]),
    /no id of an oppslag/,
  )
})

test('a table that comes with KATALOG_FIL is readable, and protected, at once', async () => {
  await using db = await filled()
  await using daemon = await logIn(db, SKRIVER)
  await using reader = await logIn(db, LESER)
  await addReader(db.pool, { role: reader.role, konsument: A }, false)

  await ensureTables(daemon.pool, ['ny-tjeneste'])
  await grantRights(daemon.pool)
  await daemon.pool.query(`
    insert into skatt.opplysning (konsument, oppslag, identifikator, gjelder_periode, tilstand, hentet_at, endret_at, versjon)
    select konsument, 'ny-tjeneste', '${KARI}', '', 'ingen_data', now(), now(), 1
      from unnest(array['${A}', '${B}']) as konsument`)

  const { rows } = await reader.pool.query('select konsument from skatt.ny_tjeneste')
  assert.deepEqual(rows, [{ konsument: A }])
})

test('nobody else may call our functions', async () => {
  await using db = await freshDatabase()
  const { rows } = await db.pool.query<{ name: string }>(`
    select oid::regprocedure::text as name
      from pg_proc
     where pronamespace in ('folger'::regnamespace, 'skatt'::regnamespace, 'drift'::regnamespace)
       and has_function_privilege('public', oid, 'execute')
     order by 1`)
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['folger.konsumenter_for(name)', 'skatt.mine_konsumenter()'],
  )
})

test('rights that are as they should be are left alone', async () => {
  await using db = await freshDatabase()
  const client = await db.pool.connect()
  try {
    await client.query('begin; select folger.gi_rettigheter()')
    const { rows } = await client.query('select pg_current_xact_id_if_assigned() as written')
    assert.deepEqual(rows, [{ written: null }])
    await client.query('rollback')
  } finally {
    client.release()
  }
})

test('who reads what is given to roles that are there, is listed, and is recorded', async () => {
  await using db = await freshDatabase()
  await using reader = await logIn(db)
  const { role } = reader

  const dry = await addReader(db.pool, { role, konsument: A }, true)
  assert.equal(dry.rows, 1n)
  assert.match(dry.note ?? '', /a DBA grants it hendelsesfolger_leser/)
  assert.deepEqual(await listReaders(db.pool), [])
  await addReader(db.pool, { role, konsument: A }, false)
  await addReader(db.pool, { role, konsument: EGEN }, false)
  assert.equal((await addReader(db.pool, { role, konsument: A }, false)).rows, 0n)
  assert.deepEqual(await listReaders(db.pool), [
    { role, konsument: A },
    { role, konsument: EGEN },
  ])
  assert.equal((await removeReader(db.pool, role, A, false)).rows, 1n)
  await assert.rejects(
    addReader(db.pool, { role: 'nobody', konsument: A }, false),
    /there is no role/,
  )
  await assert.rejects(addReader(db.pool, { role, konsument: KARI }, false), /neither egen/)
  const { rows } = await db.pool.query('select kommando from folger.revisjon order by nummer')
  assert.deepEqual(
    rows.map(({ kommando }) => kommando),
    ['reader add', 'reader add', 'reader remove'],
  )
})

// If this fails, whoever may create a function or an operator has the owner's rights.
test('P12: what runs with the rights of its owner looks for names where we say', async () => {
  await using db = await freshDatabase()
  const { rows } = await db.pool.query<{ name: string; settings: string[] | null }>(`
    select oid::regprocedure::text as name, proconfig as settings
      from pg_proc
     where prosecdef
       and pronamespace in ('skatt'::regnamespace, 'folger'::regnamespace, 'drift'::regnamespace)`)

  assert.ok(rows.length > 10)
  for (const { name, settings } of rows)
    assert.ok(
      settings?.some((one) => /^search_path=(""|pg_catalog)/.test(one)),
      name,
    )
})
