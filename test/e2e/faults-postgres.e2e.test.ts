/** P11, P13: whatever befalls Postgres, the daemon lives, waits and goes on, and nothing is lost. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { type DaemonProcess, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { type KillablePostgres, startKillablePostgres } from '../support/killable-postgres.ts'
import type { TestDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTER = ['skattemelding-fastsatt', 'tilleggsskatt']
const SLOW = { timeout: 180_000 }

let postgres: KillablePostgres
before(async () => {
  postgres = await startKillablePostgres()
})
after(() => postgres[Symbol.asyncDispose]())

async function following(db: Pick<TestDatabase, 'url'>) {
  const simulator = await startSimulator({ katalog: loadKatalog() })
  const addMore = simulator.populate({ hendelser: 400, personer: 100, lister: LISTER })
  simulator.setLatency({ min: 1, max: 10 })
  const settings = {
    ...settingsFor(simulator, { url: db.url, lister: LISTER }),
    SHUTDOWN_TIMEOUT_SECONDS: '3',
  }
  return { simulator, addMore, settings }
}

/** Resolves when the tables hold about as many rows, or more; a database that is away holds none. */
async function stored(db: TestDatabase, rows: number): Promise<void> {
  await until(async () => (await countOf(db.pool, 'skatt.opplysning').catch(() => 0)) >= rows)
}

async function isAlive(daemon: DaemonProcess): Promise<number> {
  const [, port] = /"port":(\d+),"msg":"probes are served"/.exec(daemon.output()) ?? []
  return (await fetch(`http://127.0.0.1:${port}/isalive`)).status
}

async function endsInTheTruth(
  db: TestDatabase,
  { simulator }: Awaited<ReturnType<typeof following>>,
): Promise<void> {
  await until(() => isCaughtUp(db.pool, simulator).catch(() => false))
  assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
  assert.equal(await countOf(db.pool, 'folger.parkert_oppslag'), 0)
  for (const [vert, { highestInFlight }] of Object.entries(simulator.calls.summary())) {
    assert.ok(highestInFlight <= 5, `${vert}: ${highestInFlight} in flight`)
  }
}

describe('the server', { concurrency: 1 }, () => {
  test('crashes and comes back, again and again, while it is used', SLOW, async () => {
    await using db = await postgres.database()
    const world = await following(db)
    await using _simulator = world.simulator
    await using daemon = startDaemon(world.settings)

    for (const rows of [20, 120, 240]) {
      await stored(db, rows)
      await postgres.kill()
      await postgres.restart()
    }
    world.addMore(100)

    await endsInTheTruth(db, world)
    assert.equal(await isAlive(daemon), 200)
    assert.equal(await countOf(db.pool, 'folger.hendelse'), 500)
  })

  test(
    'is away until every lease is lost: the daemon lives, and goes on or ends as told',
    SLOW,
    async () => {
      await using db = await postgres.database()
      const world = await following(db)
      await using _simulator = world.simulator
      await using daemon = startDaemon(world.settings)
      await stored(db, 20)

      await postgres.kill()
      for (const loop of ['liste:egen:tilleggsskatt', 'api:tilleggsskatt', 'api:skattemelding']) {
        await daemon.said(`"loop":"${loop}","msg":"lease lost"`)
      }
      assert.equal(await isAlive(daemon), 200)
      world.addMore(100)
      await postgres.restart()
      await endsInTheTruth(db, world)

      await postgres.kill()
      daemon.kill('SIGTERM')
      const { code, output } = await daemon.ended
      await postgres.restart()
      assert.equal(code, 0, output)
    },
  )

  test(
    'hangs: it is told, lived with, and does not keep the daemon from ending',
    SLOW,
    async () => {
      await using db = await postgres.database()
      const world = await following(db)
      await using _simulator = world.simulator
      await using daemon = startDaemon(world.settings)
      await stored(db, 20)

      await postgres.freeze()
      await daemon.said('lease lost')
      assert.equal(await isAlive(daemon), 200)
      postgres.thaw()
      await endsInTheTruth(db, world)

      await postgres.freeze()
      daemon.kill('SIGTERM')
      assert.equal((await daemon.ended).code, 0, daemon.output())
      postgres.thaw()
    },
  )

  test('has no connection left for the daemon for a while', SLOW, async () => {
    await using db = await postgres.database()
    const world = await following(db)
    await using _simulator = world.simulator
    // A superuser is never refused.
    await db.pool.query(
      "create role follower login password 'follower' in role hendelsesfolger_skriver",
    )
    const url = new URL(db.url)
    url.username = url.password = 'follower'
    const env = { ...world.settings, DATABASE_URL: url.href, MIGRATIONS: 'check' }
    await using daemon = startDaemon(env)
    await stored(db, 20)

    await db.pool.query('alter role follower connection limit 0')
    await db.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'follower'",
    )
    await daemon.said('53300')
    world.addMore(100)
    await daemon.said('leases not renewed')
    assert.equal(await isAlive(daemon), 200)
    await db.pool.query('alter role follower connection limit -1')

    await endsInTheTruth(db, world)
  })
})
