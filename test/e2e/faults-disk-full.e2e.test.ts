/** P11, P13: a full disk stops nothing but the storing, and when there is room again all goes on. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { startKillablePostgres } from '../support/killable-postgres.ts'
import { countOf } from '../support/rows.ts'
import { mountSmallDisk, whyNoSmallDisk } from '../support/small-disk.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTER = ['skattemelding-fastsatt', 'tilleggsskatt']

test('the disk of Postgres is full: the daemon waits, and goes on when there is room', async (t) => {
  const missing = whyNoSmallDisk()
  if (missing !== undefined) return t.skip(missing)
  await using disk = await mountSmallDisk(250)
  await using postgres = await startKillablePostgres({
    dataDir: join(disk.folder, 'data'),
    // Written ahead is as much as fits in what is there already: tables are what finds no room.
    settings: { min_wal_size: '64MB', max_wal_size: '64MB' },
  })
  await using db = await postgres.database()
  await using simulator = await startSimulator({ katalog: loadKatalog() })
  const addMore = simulator.populate({ hendelser: 100, personer: 400, lister: LISTER })
  await using daemon = startDaemon(settingsFor(simulator, { url: db.url, lister: LISTER }))
  await until(() => isCaughtUp(db.pool, simulator))

  await disk.fill()
  addMore(2_000)
  await daemon.said('The disk is full')
  await disk.makeRoom()

  await until(() => isCaughtUp(db.pool, simulator).catch(() => false))
  assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
  assert.equal(await countOf(db.pool, 'folger.parkert_oppslag'), 0)
  const [, port] = /"port":(\d+),"msg":"probes are served"/.exec(daemon.output()) ?? []
  assert.equal((await fetch(`http://127.0.0.1:${port}/isalive`)).status, 200)
})
