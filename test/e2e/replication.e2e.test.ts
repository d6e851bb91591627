import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { migrate } from '../../src/store/migrate.ts'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { startEmbeddedPostgres } from '../support/embedded-postgres.ts'
import { until } from '../support/until.ts'
import { store } from '../views/rows.ts'

const PAGE = join(import.meta.dirname, '../../docs/endringer.md')

/** The statements of the page, as a reader of it would copy them. */
async function recipe(): Promise<{ publication: string; tables: string; subscription: string }> {
  const [, section = ''] = (await readFile(PAGE, 'utf8')).split('## Logical replication')
  const [publication, tables, subscription] = [...section.matchAll(/```sql\n(.*?)```/gs)].map(
    ([, sql]) => sql,
  )
  assert.ok(publication && tables && subscription)
  return { publication, tables, subscription }
}

/** A server of its own, on which logical replication is allowed. */
async function startServer() {
  const server = await startEmbeddedPostgres({ fsync: false, settings: { wal_level: 'logical' } })
  const pool = createPool({
    connection: { kind: 'url', url: server.url },
    max: 2,
    onIdleError: () => undefined,
  })
  return {
    url: new URL(server.url),
    pool,
    async [Symbol.asyncDispose]() {
      await pool.end()
      await server.stop()
    },
  }
}

const CONTENT = `
  select (select array_agg(identifikator || ' ' || tilstand order by identifikator) from skatt.opplysning)
           as "opplysninger",
         (select array_agg(type || ' ' || identifikator order by endringsnummer) from skatt.endring)
           as "endringer"`

async function contentOf(pool: Pool) {
  const { rows } = await pool.query<{
    opplysninger: string[] | null
    endringer: string[] | null
  }>(CONTENT)
  return rows[0]
}

const TELL = `
  insert into skatt.endring (konsument, oppslag, identifikator, gjelder_periode, type)
  values ('egen', 'avregning', $1, '2023', $2)`

test(
  'the documented recipe copies tables and changes to another Postgres, and erasures too',
  { timeout: 180_000 },
  async () => {
    const { publication, tables, subscription } = await recipe()
    await using ours = await startServer()
    await using theirs = await startServer()
    await migrate({ kind: 'url', url: ours.url.href })
    await store(ours.pool, 'avregning', 'before', '{}')
    await ours.pool.query(TELL, ['before', 'ny'])

    await ours.pool.query(publication)
    await ours.pool.query(`
      create role replikator login replication bypassrls password 'secret' in role hendelsesfolger_leser`)
    await ours.pool.query('select folger.gi_rettigheter()')
    await theirs.pool.query(tables)
    await theirs.pool.query(
      subscription
        .replace('host=our-server', `host=127.0.0.1 port=${ours.url.port}`)
        .replace('dbname=skatt', 'dbname=postgres'),
    )
    await store(ours.pool, 'avregning', 'after', '{}')
    await ours.pool.query(TELL, ['after', 'ny'])
    await store(ours.pool, 'avregning', 'after', null)
    await ours.pool.query(TELL, ['after', 'slettet'])
    await ours.pool.query(`delete from skatt.opplysning where identifikator = 'before'`)
    await ours.pool.query(`delete from skatt.endring where identifikator = 'before'`)

    const expected = { opplysninger: ['after slettet'], endringer: ['ny after', 'slettet after'] }
    assert.deepEqual(await contentOf(ours.pool), expected)
    await until(async () => {
      try {
        assert.deepEqual(await contentOf(theirs.pool), expected)
        return true
      } catch {
        return false
      }
    })
    await theirs.pool.query('drop subscription skatt_endringer')
  },
)
