/** Nothing the daemon does depends on a session: it works through pgbouncer in transaction mode. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { startPgbouncer, whyNoPgbouncer } from '../support/pgbouncer.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTER = ['skattemelding-fastsatt', 'tilleggsskatt']

for (const serverConnections of [1, 2]) {
  test(
    `two replicas share ${serverConnections} connection(s) behind pgbouncer, also when one is killed`,
    { timeout: 180_000 },
    async (t) => {
      const missing = whyNoPgbouncer()
      if (missing !== undefined) return t.skip(missing)
      await using db = await freshDatabase()
      await using pgbouncer = await startPgbouncer(db.url, { serverConnections })
      await using simulator = await startSimulator({ katalog: loadKatalog() })
      const addMore = simulator.populate({ hendelser: 300, personer: 80, lister: LISTER })
      const settings = {
        ...settingsFor(simulator, { url: pgbouncer.url, lister: LISTER }),
        MIGRATION_DATABASE_URL: db.url,
        MIGRATIONS: 'run',
      }
      await using first = startDaemon(settings)
      await first.said('page stored')
      await using second = startDaemon(settings)
      await second.said('following')

      await until(async () => (await countOf(db.pool, 'skatt.opplysning')) > 50)
      first.kill('SIGKILL')
      addMore(100)
      await second.said('page stored')
      await until(() => isCaughtUp(db.pool, simulator))

      assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
      assert.doesNotMatch(second.output(), /loop failed/)
      second.kill('SIGTERM')
      assert.equal((await second.ended).code, 0, second.output())
    },
  )
}

// If this fails, every later start waits for a lock that nobody holds who could give it back.
test(
  'replicas that start at once through pgbouncer, migrations and all, leave no lock behind',
  { timeout: 180_000 },
  async (t) => {
    const missing = whyNoPgbouncer()
    if (missing !== undefined) return t.skip(missing)
    await using db = await freshDatabase()
    await db.pool.query('drop schema skatt, folger, drift cascade')
    await using pgbouncer = await startPgbouncer(db.url, { serverConnections: 3 })
    await using simulator = await startSimulator({ katalog: loadKatalog() })
    const settings = settingsFor(simulator, { url: pgbouncer.url, lister: LISTER })
    for (let round = 0; round < 2; round += 1) {
      await using first = startDaemon(settings)
      await using second = startDaemon(settings)
      await using third = startDaemon(settings)
      for (const daemon of [first, second, third]) await daemon.said('following')
    }

    await until(async () => {
      const { rows } = await db.pool.query(`
        select pid from pg_locks join pg_stat_activity using (pid)
         where locktype = 'advisory' and datname = current_database()`)
      return rows.length === 0
    })
  },
)
