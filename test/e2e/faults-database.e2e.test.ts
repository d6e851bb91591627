/** P11, P13: a database that cuts off, refuses, locks or forbids is weather, and is over when it is over. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Client } from 'pg'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTER = ['skattemelding-fastsatt', 'tilleggsskatt']
const WAITING = { timeout: 180_000 }

async function following(db: TestDatabase) {
  const simulator = await startSimulator({ katalog: loadKatalog() })
  const addMore = simulator.populate({ hendelser: 300, personer: 80, lister: LISTER })
  simulator.setLatency({ min: 1, max: 10 })
  const settings = settingsFor(simulator, {
    url: `${db.url}?application_name=followed`,
    lister: LISTER,
  })
  return { simulator, addMore, settings }
}

/** A session of the operator's own, not bound by what befalls the daemon's. */
async function operator(db: TestDatabase) {
  const client = new Client({ connectionString: db.url })
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

const DAEMONS = `from pg_stat_activity where application_name = 'followed' and datname = current_database()`

async function cutOff(client: Client): Promise<void> {
  await client.query(`select pg_terminate_backend(pid) ${DAEMONS}`)
}

async function stored(db: TestDatabase, rows: number): Promise<void> {
  await until(async () => (await countOf(db.pool, 'skatt.opplysning')) >= rows)
}

async function endsInTheTruth(
  db: TestDatabase,
  { simulator }: Awaited<ReturnType<typeof following>>,
): Promise<void> {
  await until(() => isCaughtUp(db.pool, simulator))
  assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
  assert.equal(await countOf(db.pool, 'folger.parkert_oppslag'), 0)
}

describe('a database that', { concurrency: 2 }, () => {
  test('cuts off all connections, again and again', WAITING, async () => {
    await using db = await freshDatabase()
    const world = await following(db)
    await using _simulator = world.simulator
    await using admin = await operator(db)
    await using _ = startDaemon(world.settings)

    for (const rows of [10, 100, 200]) {
      await stored(db, rows)
      await cutOff(admin)
    }

    await endsInTheTruth(db, world)
  })

  // A connection made meanwhile stays read-only: kept in use, it would fail until it is too old.
  test('is read-only for a while, as a standby is', WAITING, async () => {
    await using db = await freshDatabase()
    const name = new URL(db.url).pathname.slice(1)
    const world = await following(db)
    await using _simulator = world.simulator
    await using admin = await operator(db)
    await using daemon = startDaemon(world.settings)
    await stored(db, 20)

    await admin.query(`alter database ${name} set default_transaction_read_only = on`)
    await cutOff(admin)
    await daemon.said('25006')
    world.addMore(50)
    await daemon.said('lease lost')
    await admin.query(`alter database ${name} reset default_transaction_read_only`)

    await endsInTheTruth(db, world)
  })

  for (const [table, sign] of [
    ['folger.ventende_oppslag', undefined],
    ['folger.leie', 'lease lost'],
  ] as const) {
    test(`has ${table} locked by somebody else for a while`, WAITING, async () => {
      await using db = await freshDatabase()
      const world = await following(db)
      await using _simulator = world.simulator
      await using admin = await operator(db)
      await using daemon = startDaemon(world.settings)
      await stored(db, 20)

      await admin.query(`begin; lock table ${table} in access exclusive mode`)
      world.addMore(50)
      await until(async () => {
        const { rows } = await admin.query(`select pid ${DAEMONS} and wait_event_type = 'Lock'`)
        return rows.length > 0
      })
      if (sign !== undefined) await daemon.said(sign)
      await admin.query('commit')

      await endsInTheTruth(db, world)
    })
  }

  test('has a statement_timeout of its own that strikes', WAITING, async () => {
    await using db = await freshDatabase()
    const world = await following(db)
    await using _simulator = world.simulator
    await using admin = await operator(db)
    const url = `${world.settings['DATABASE_URL']}&options=-c%20statement_timeout%3D1s`
    await using daemon = startDaemon({ ...world.settings, DATABASE_URL: url })
    // From then on they only look for what is due, outside of any transaction.
    await until(() => isCaughtUp(db.pool, world.simulator))

    await admin.query('begin; lock table folger.ventende_oppslag in access exclusive mode')
    world.addMore(50)
    await daemon.said('57014')
    await admin.query('commit')

    await endsInTheTruth(db, world)
  })
})
