/** The daemon as a role that owns nothing, and a server where we may not make roles. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from 'pg'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { createPool } from '../../src/store/pool.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { runCommand, startDaemon } from '../support/daemon.ts'
import { startEmbeddedPostgres } from '../support/embedded-postgres.ts'
import { settingsFor } from '../support/following.ts'
import { logIn } from '../support/logins.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTER = ['skattemelding-fastsatt', 'tilleggsskatt']
const WAITING = { timeout: 180_000 }

async function world() {
  const simulator = await startSimulator({ katalog: loadKatalog() })
  simulator.populate({ hendelser: 200, personer: 60, lister: LISTER })
  return simulator
}

for (const migrations of ['check', 'off']) {
  test(
    `with MIGRATIONS=${migrations} the daemon needs hendelsesfolger_skriver and no more`,
    WAITING,
    async () => {
      await using db = await freshDatabase()
      await using simulator = await world()
      await using login = await logIn(db, 'hendelsesfolger_skriver')
      await using daemon = startDaemon({
        ...settingsFor(simulator, { url: login.url, lister: LISTER }),
        MIGRATIONS: migrations,
      })

      await until(() => isCaughtUp(db.pool, simulator))

      assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
      assert.doesNotMatch(daemon.output(), /42501/)
    },
  )
}

test(
  'where we may not make roles a DBA does, by the SQL of "hendelsesfolger roles"',
  WAITING,
  async () => {
    const server = await startEmbeddedPostgres({ fsync: false })
    await using closing = new AsyncDisposableStack()
    closing.defer(server.stop)
    await using simulator = await world()
    const dba = new Client({ connectionString: server.url })
    await dba.connect()
    closing.defer(() => dba.end())
    await dba.query(`create role eier login password 'eier'`)
    await dba.query('create database eid owner eier')
    const url = server.url.replace(/\/\/.*@/, '//eier:eier@').replace(/\/[^/]*$/, '/eid')
    const settings = settingsFor(simulator, { url, lister: LISTER })
    {
      await using first = startDaemon(settings)
      await first.said('"following"')
    }

    const { code, output } = await runCommand(settings, ['roles'])
    assert.equal(code, 0)
    assert.match(output, /^create role hendelsesfolger_leser nologin;$/m)
    const inDatabase = createPool({
      connection: { kind: 'url', url: server.url.replace(/\/[^/]*$/, '/eid') },
      max: 1,
      onIdleError: () => undefined,
    })
    closing.defer(() => inDatabase.end())
    await inDatabase.query(output)
    await inDatabase.query(
      `create role tjeneste login password 'tjeneste' in role hendelsesfolger_skriver`,
    )
    await inDatabase.query(`create role leser login in role hendelsesfolger_leser`)

    const given = { ...settings, DATABASE_URL: url.replace('eier:eier', 'tjeneste:tjeneste') }
    await using _ = startDaemon({ ...given, MIGRATIONS: 'check' })
    await until(() => isCaughtUp(inDatabase, simulator))
    const added = await runCommand(given, ['reader', 'add', 'leser', '--konsument', 'egen'])
    assert.match(added.output, /^1 konsumenter given$/m)
    await inDatabase.query('set role leser')
    assert.ok((await countOf(inDatabase, 'skatt.opplysning')) > 0)
    const again = await runCommand(given, ['roles'])
    assert.match(again.output, /All of its roles are there/)
  },
)
