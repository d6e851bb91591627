import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from '../../src/domain/errors.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { tableName } from '../../src/domain/katalog.ts'
import { checkSchema, ensureTables, migrate, missingMigrations } from '../../src/store/migrate.ts'
import { freshDatabase } from '../support/postgres.ts'

async function emptyDatabase() {
  const db = await freshDatabase()
  await db.pool.query('drop schema folger, skatt, drift cascade')
  return db
}

test('twenty replicas that start at once on an empty database migrate it once', async () => {
  await using db = await emptyDatabase()
  const connection = { kind: 'url', url: db.url } as const

  const runs = await Promise.all(Array.from({ length: 20 }, () => migrate(connection)))

  assert.equal(runs.filter((names) => names.length > 0).length, 1)
  await checkSchema(db.pool)
})

test('P14: a schema of a newer program is refused before anything is run', async () => {
  await using db = await freshDatabase()
  await db.pool.query("insert into folger.migrasjon (name, run_on) values ('9999_future', now())")

  await assert.rejects(migrate({ kind: 'url', url: db.url }), ConfigError)
  await assert.rejects(missingMigrations(db.pool), /9999_future/)
})

test('every oppslag of the katalog that is stored has its table, and one of KATALOG_FIL gets its own', async () => {
  await using db = await freshDatabase()
  const tables = async () => {
    const { rows } = await db.pool.query<{ name: string }>(`
      select relname as name from pg_class
       where relispartition and relkind = 'r' and relnamespace = 'skatt'::regnamespace
       order by relname`)
    return rows.map(({ name }) => name)
  }

  const stored = [...loadKatalog().oppslag.values()].filter(({ gir }) => gir === undefined)
  assert.deepEqual(await tables(), stored.map(({ id }) => tableName(id)).toSorted())
  await ensureTables(db.pool, ['summertskattegrunnlag', 'et-nytt-oppslag'])
  assert.ok((await tables()).includes('et_nytt_oppslag'))
})

test('every table, view, column and function of skatt is described', async () => {
  await using db = await freshDatabase()
  const { rows } = await db.pool.query(`
    select relname, attname
      from pg_class
      join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
     where relnamespace = 'skatt'::regnamespace and relkind in ('r', 'p', 'v')
       and (col_description(pg_class.oid, attnum) is null
            or obj_description(pg_class.oid, 'pg_class') is null)
    union all
    select proname, null
      from pg_proc
     where pronamespace = 'skatt'::regnamespace and obj_description(oid, 'pg_proc') is null`)

  assert.deepEqual(rows, [])
})
