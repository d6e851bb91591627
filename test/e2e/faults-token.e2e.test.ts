/** P13: Maskinporten's faults and refused tokens are weather, and cost no nøkkel a try. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const WAITING = { timeout: 180_000 }

/** Its list and its oppslag have the same scope, and so the same token. */
const LISTER = ['tilleggsskatt']

async function following(db: TestDatabase, hendelser: number, tokenLifetimeSeconds = 599) {
  const simulator = await startSimulator({ katalog: loadKatalog(), tokenLifetimeSeconds })
  const addMore = simulator.populate({ hendelser, lister: LISTER, gjentatt: 0 })
  return { simulator, addMore, settings: settingsFor(simulator, { url: db.url, lister: LISTER }) }
}

async function endsInTheTruth(
  db: TestDatabase,
  { simulator }: Awaited<ReturnType<typeof following>>,
): Promise<void> {
  assert.equal(await countOf(db.pool, 'folger.ventende_oppslag where forsok > 0'), 0)
  await until(async () => {
    // Those that met the fault have stepped aside for a minute: no test waits for that.
    await db.pool.query(
      'update folger.ventende_oppslag set forfall_at = now() where forfall_at > now()',
    )
    return isCaughtUp(db.pool, simulator)
  })
  assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
  assert.equal(await countOf(db.pool, 'folger.parkert_oppslag'), 0)
}

const TOLD = `
  select exists (select from folger.posisjon     where feil like '%' || $1 || '%')
     and exists (select from folger.api_tilstand where feil like '%' || $1 || '%') as "told"`

describe('a token', { concurrency: 2 }, () => {
  test('that Maskinporten does not give is waited for', WAITING, async () => {
    await using db = await freshDatabase()
    const world = await following(db, 50)
    await using _simulator = world.simulator
    const down = world.simulator.faults.add({ kind: 'token' }, { type: 'html', status: 503 })
    await using daemon = startDaemon(world.settings)

    await daemon.said('"code":"NO_TOKEN"')
    await until(async () => down.hits() >= 2)
    assert.equal(world.simulator.calls.count({ vert: 'tilleggsskatthendelser' }), 0)
    down.end()

    await endsInTheTruth(db, world)
  })

  test('that still holds is used to its end when no new one is given', WAITING, async () => {
    await using db = await freshDatabase()
    const world = await following(db, 300, 6)
    const { simulator } = world
    await using _simulator = simulator
    simulator.setLatency(150, { kind: 'oppslag' })
    await using daemon = startDaemon(world.settings)
    await simulator.calls.next({ kind: 'oppslag' })

    const down = simulator.faults.add({ kind: 'token' }, { type: 'reset' })
    await simulator.calls.next({ kind: 'token' })
    const begun = simulator.calls.count({ kind: 'oppslag' })
    await simulator.calls.when((calls) => calls.count({ kind: 'oppslag' }) > begun)
    await daemon.said('API paused')
    assert.match(daemon.output(), /"code":"NO_TOKEN".*"msg":"API paused"/)
    simulator.maskinporten.setLifetime(599)
    down.end()
    await daemon.said('API answers again')

    await endsInTheTruth(db, world)
  })

  test(
    'that is refused is renewed once, however many calls it was refused for',
    WAITING,
    async () => {
      await using db = await freshDatabase()
      const world = await following(db, 100)
      const { simulator } = world
      await using _simulator = simulator
      simulator.setLatency(20)
      await using daemon = startDaemon(world.settings)
      await simulator.calls.when(({ inFlight }) => inFlight('tilleggsskatt') === 5)
      assert.equal(simulator.calls.count({ kind: 'token' }), 1)

      simulator.maskinporten.revokeAll()
      world.addMore(50)

      await endsInTheTruth(db, world)
      assert.equal(simulator.calls.count({ kind: 'token' }), 2)
      assert.doesNotMatch(daemon.output(), /API paused/)
    },
  )

  test('that Maskinporten refuses is explained where operators look', WAITING, async () => {
    await using db = await freshDatabase()
    const world = await following(db, 100)
    const { simulator } = world
    await using _simulator = simulator
    simulator.setLatency(20)
    await using daemon = startDaemon(world.settings)
    await simulator.calls.when(({ inFlight }) => inFlight('tilleggsskatt') === 5)

    const refused = simulator.maskinporten.refuse('MP-121')
    simulator.maskinporten.revokeAll()
    await daemon.said('API paused')

    const sentence = 'answered 400 (MP-121). Our key has expired: keys live for a year at most'
    await until(async () => {
      const list = await db.pool.query(TOLD, [sentence])
      return list.rows[0]?.told === true
    })
    refused.end()
    await endsInTheTruth(db, world)
  })

  test('that is refused also when it is new pauses the API', WAITING, async () => {
    await using db = await freshDatabase()
    const world = await following(db, 50)
    const { simulator } = world
    await using _simulator = simulator
    const refused = simulator.faults.add(
      { kind: 'oppslag' },
      { type: 'feil', status: 401, kode: 'TSA-004' },
    )
    await using daemon = startDaemon(world.settings)

    await daemon.said('"code":"UNAUTHENTICATED"')
    assert.equal(await countOf(db.pool, 'skatt.opplysning'), 0)
    refused.end()
    await daemon.said('API answers again')

    await endsInTheTruth(db, world)
  })
})
