/** What is older than the settings allow is deleted on SLETTE_PLAN by a daemon that runs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { logIn } from '../support/logins.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTE = 'tilleggsskatt'

test(
  'P5: events, changes and counts go when they are old, and nothing is looked up for it',
  { timeout: 180_000 },
  async () => {
    await using db = await freshDatabase()
    await using simulator = await startSimulator({ katalog: loadKatalog() })
    await using login = await logIn(db, 'hendelsesfolger_skriver')
    const settings = {
      ...settingsFor(simulator, { url: login.url, lister: [LISTE] }),
      MIGRATIONS: 'check',
      // What it reads again must not be taken for news when it has been deleted.
      OVERLAPP_SEKVENSNUMRE: '5',
      OVERLAPP_PLAN: '* * * * * *',
    }
    simulator.populate({ hendelser: 40, lister: [LISTE], slettet: 0 })
    await using before = startDaemon(settings)
    await until(() => isCaughtUp(db.pool, simulator))
    before.kill('SIGTERM')
    await before.ended
    await db.pool.query(`
      update folger.hendelse set mottatt_at = now() - interval '31 days';
      update skatt.endring set endret_at = now() - interval '8 days';
      update folger.oppslagslogg set time = time - interval '3 days'`)

    const calls = simulator.calls.count({ kind: 'oppslag' })
    await using after = startDaemon({
      ...settings,
      SLETTE_PLAN: '* * * * * *',
      HENDELSER_BEHOLDES_DAGER: '30',
      ENDRINGER_BEHOLDES_DAGER: '7',
      OPPSLAGSLOGG_BEHOLDES_DAGER: '2',
      OPPLYSNINGER_BEHOLDES_AAR: '50',
    })
    await after.said('"old rows deleted"')
    const readings = simulator.calls.count({ kind: 'liste' })
    await simulator.calls.when((made) => made.count({ kind: 'liste' }) > readings + 9)

    for (const table of ['skatt.endring', 'folger.oppslagslogg'])
      assert.equal(await countOf(db.pool, table), 0, table)
    const kept = await countOf(db.pool, 'folger.hendelse')
    assert.ok(kept > 0 && kept <= 6, `${kept} events are kept`)
    assert.equal(simulator.calls.count({ kind: 'oppslag' }), calls)
    assert.doesNotMatch(after.output(), /loop failed|late events found/)
    simulator.populate({ hendelser: 10, lister: [LISTE], slettet: 0, seed: 2 })
    await until(() => isCaughtUp(db.pool, simulator))
    assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
    assert.ok(simulator.calls.count({ kind: 'oppslag' }) <= calls + 10)
  },
)
