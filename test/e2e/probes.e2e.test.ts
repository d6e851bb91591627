/** P13: the probes of a running daemon: what restarts it, and what does not. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { Client } from 'pg'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { servedBy } from '../support/served.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTE = 'tilleggsskatt'
const WAITING = { timeout: 180_000 }
const HANG = join(import.meta.dirname, '../support/planted-hang.ts')

test(
  'P13: with Postgres, Maskinporten and Skatteetaten down it is alive and ready, and goes on',
  WAITING,
  async () => {
    await using db = await freshDatabase()
    await using simulator = await startSimulator({ katalog: loadKatalog() })
    const addMore = simulator.populate({ hendelser: 40, lister: [LISTE], slettet: 0, ingenData: 0 })
    await using daemon = startDaemon(settingsFor(simulator, { url: db.url, lister: [LISTE] }))
    const { get } = await servedBy(daemon)
    const probes = () =>
      Promise.all(['/isalive', '/isready'].map(async (path) => (await get(path)).status))
    await until(() => isCaughtUp(db.pool, simulator))
    assert.deepEqual(await probes(), [200, 200])

    const url = new URL(db.url)
    const name = url.pathname.slice(1)
    url.pathname = '/postgres'
    await using admin = await connected(url.href)
    simulator.faults.add({ kind: 'token' }, { type: 'reset' })
    simulator.faults.add({ kind: 'liste' }, { type: 'reset' })
    simulator.faults.add({ kind: 'oppslag' }, { type: 'reset' })
    await daemon.said('"reading failed"')
    await admin.query(`alter database ${name} allow_connections false`)
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ])
    await daemon.said('"leases not renewed"')
    await daemon.said('"lease lost"')
    assert.deepEqual(await probes(), [200, 200])

    await admin.query(`alter database ${name} allow_connections true`)
    simulator.faults.clear()
    await daemon.said('"leases renewed again"')
    addMore(20)
    await until(() => isCaughtUp(db.pool, simulator).catch(() => false))
    assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
  },
)

test('/isready is red from the moment that it is told to stop', WAITING, async () => {
  await using db = await freshDatabase()
  await using simulator = await startSimulator({ katalog: loadKatalog() })
  simulator.populate({ hendelser: 5, lister: [LISTE] })
  const hold = simulator.hold({ kind: 'oppslag' })
  await using daemon = startDaemon(settingsFor(simulator, { url: db.url, lister: [LISTE] }))
  const { get } = await servedBy(daemon)
  await hold.reached

  const before = (await get('/isready')).status
  daemon.kill('SIGTERM')
  await daemon.said('stopping')
  const after = (await get('/isready')).status
  const alive = (await get('/isalive')).status
  hold.release()

  assert.deepEqual([before, after, alive], [200, 503, 200])
  assert.equal((await daemon.ended).code, 0)
})

// The hang and the time are planted (planted-hang.ts): nothing in the program hangs by itself.
test('P13: /isalive turns red when a loop hangs, names it, and only it', WAITING, async () => {
  await using db = await freshDatabase()
  await using simulator = await startSimulator({ katalog: loadKatalog() })
  simulator.populate({ hendelser: 5, lister: [LISTE] })
  await using daemon = startDaemon({
    ...settingsFor(simulator, { url: db.url, lister: [LISTE] }),
    NODE_OPTIONS: `--import=${HANG}`,
  })
  const { get, samples } = await servedBy(daemon)
  const isAlive = async () => {
    const response = await get('/isalive')
    return `${response.status} ${await response.text()}`
  }
  await until(() => isCaughtUp(db.pool, simulator))

  daemon.kill('SIGUSR2')
  await daemon.said('the follower hangs')
  assert.equal(await isAlive(), '200 alive')
  daemon.kill('SIGUSR2')

  // The others are heard of again within a second.
  await until(async () => (await isAlive()) === `503 hangs: liste:egen:${LISTE}`)
  assert.equal((await samples()).sum('hendelsesfolger_loops_overdue'), 1)
})

async function connected(connectionString: string) {
  const client = new Client({ connectionString })
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}
