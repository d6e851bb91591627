/** P10, P13: a fault of one API pauses that API alone, costs no nøkkel a try, and is over when it is over. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { type DaemonProcess, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const WAITING = { timeout: 180_000 }

/** Five APIs are looked up for its events. */
const OPPGJOER = 'skatteoppgjoer'
const APIS = ['summertskattegrunnlag', 'beregnetskatt', 'avregning', 'skatteplikt', 'pgi']

async function following(db: TestDatabase, hendelser: number, lister: readonly string[]) {
  const simulator = await startSimulator({ katalog: loadKatalog() })
  const addMore = simulator.populate({ hendelser, lister, slettet: 0, ingenData: 0, gjentatt: 0 })
  const settings = settingsFor(simulator, { url: db.url, lister })
  return { simulator, addMore, settings }
}

/** The daemon's log lines with that message about that API. */
function linesOf(daemon: DaemonProcess, api: string, message: string): Record<string, unknown>[] {
  const lines = daemon.output().split('\n')
  return lines
    .filter((line) => line.includes(`"api":"${api}"`) && line.includes(`"msg":"${message}"`))
    .map((line) => JSON.parse(line))
}

async function saidOf(daemon: DaemonProcess, api: string, message: string, times = 1) {
  await until(async () => linesOf(daemon, api, message).length >= times)
  return linesOf(daemon, api, message)
}

async function triesSpent(db: TestDatabase): Promise<number> {
  const waiting = await countOf(db.pool, 'folger.ventende_oppslag where forsok > 0')
  return waiting + (await countOf(db.pool, 'folger.parkert_oppslag'))
}

async function endsInTheTruth(
  db: TestDatabase,
  { simulator }: Awaited<ReturnType<typeof following>>,
): Promise<void> {
  await until(async () => {
    // A nøkkel that met a fault of its API steps aside for a minute: no test waits for that.
    await db.pool.query(
      'update folger.ventende_oppslag set forfall_at = now() where forfall_at > now()',
    )
    return isCaughtUp(db.pool, simulator)
  })
  assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
}

describe('an API', { concurrency: 2 }, () => {
  test('that answers 429 is left alone as it asks, and no try is spent', WAITING, async () => {
    await using db = await freshDatabase()
    const world = await following(db, 100, [OPPGJOER])
    const { simulator } = world
    await using _simulator = simulator
    const inTwoSeconds = new Date(Date.now() + 2_000).toUTCString()
    const waits = { summertskattegrunnlag: '2', beregnetskatt: inTwoSeconds, avregning: 'snart' }
    for (const [vert, retryAfter] of Object.entries({ ...waits, skatteplikt: '99999999999' })) {
      simulator.faults.add(
        { kind: 'oppslag', vert },
        { type: 'wait', status: 429, retryAfter },
        { times: 6 },
      )
    }
    simulator.faults.add({ kind: 'oppslag', vert: 'pgi' }, { type: 'reset' }, { times: 6 })
    {
      await using daemon = startDaemon(world.settings)
      for (const api of [...Object.keys(waits), 'pgi']) {
        await saidOf(daemon, api, 'API answers again')
      }
      const [absurd] = await saidOf(daemon, 'skatteplikt', 'API paused')
      assert.equal(absurd?.['waitMs'], 600_000)
      const [seconds] = linesOf(daemon, 'summertskattegrunnlag', 'API paused')
      assert.ok(Number(seconds?.['waitMs']) > 1_900)
      assert.equal(await triesSpent(db), 0)
    }

    // The wait for ten minutes is in memory.
    simulator.faults.clear()
    await using _ = startDaemon(world.settings)
    await endsInTheTruth(db, world)
  })

  test(
    'that is in a storm of 503 is probed, and at full speed when it is over',
    WAITING,
    async () => {
      await using db = await freshDatabase()
      const world = await following(db, 300, ['tilleggsskatt'])
      const { simulator } = world
      await using _simulator = simulator
      simulator.setLatency(20)
      const storm = simulator.faults.add({ kind: 'oppslag' }, { type: 'wait', status: 503 })
      await using daemon = startDaemon(world.settings)

      const pauses = await saidOf(daemon, 'tilleggsskatt', 'API paused', 2)
      // Those in flight when it began, then one probe for each pause.
      assert.ok(storm.hits() <= 5 + pauses.length, `${storm.hits()} calls`)
      storm.end()
      await simulator.calls.when(({ inFlight }) => inFlight('tilleggsskatt') === 5)

      assert.equal(await triesSpent(db), 0)
      await endsInTheTruth(db, world)
    },
  )

  test('that forbids us stops alone, and goes on when it allows us again', WAITING, async () => {
    await using db = await freshDatabase()
    const world = await following(db, 100, [OPPGJOER, 'tilleggsskatt'])
    const { simulator } = world
    await using _simulator = simulator
    simulator.faults.add(
      { kind: 'oppslag', vert: 'avregning' },
      { type: 'feil', status: 403, kode: 'AR-005' },
    )
    simulator.faults.add(
      { kind: 'liste', liste: 'tilleggsskatt' },
      { type: 'feil', status: 403, kode: 'TSA-005' },
    )
    await using daemon = startDaemon(world.settings)
    await daemon.said('"liste":"tilleggsskatt","failures":1')

    const others = `skatt.opplysning where oppslag <> 'avregning'`
    const events = [...simulator.events(OPPGJOER)].length
    await until(async () => (await countOf(db.pool, others)) === events * (APIS.length - 1))
    assert.equal(await countOf(db.pool, 'skatt.avregning'), 0)
    assert.equal(await triesSpent(db), 0)
    const [paused] = await saidOf(daemon, 'avregning', 'API paused')
    assert.match(
      String(paused?.['feil']),
      /403 \(AR-005\). Check that scope skatteetaten:avregning/,
    )

    simulator.faults.clear()
    await saidOf(daemon, 'avregning', 'API answers again')
    await endsInTheTruth(db, world)
  })

  // Where the APIs share one host, as in the paths of 2022, they must not share its connections.
  test('that never answers keeps no other API and no list waiting', WAITING, async () => {
    await using db = await freshDatabase()
    const world = await following(db, 60, [OPPGJOER])
    const { simulator } = world
    await using _simulator = simulator
    const hanging = APIS.slice(1).map((vert) => simulator.hold({ kind: 'oppslag', vert }))
    await using _ = startDaemon(world.settings)
    await Promise.all(hanging.map(({ reached }) => reached))
    world.addMore(60)

    await until(async () => (await countOf(db.pool, 'skatt.summertskattegrunnlag')) === 120)

    for (const hold of hanging) hold.release()
    await endsInTheTruth(db, world)
  })

  test('P10: that fails about one nøkkel is asked about all the others', WAITING, async () => {
    await using db = await freshDatabase()
    const world = await following(db, 150, ['tilleggsskatt'])
    const { simulator } = world
    await using _simulator = simulator
    const [poison] = simulator.events('tilleggsskatt')
    const { identifikator } = poison ?? assert.fail()
    assert.ok(identifikator !== null)
    simulator.faults.add({ oppslag: 'tilleggsskatt', identifikator }, { type: 'html', status: 500 })
    await using daemon = startDaemon(world.settings)

    await until(async () => (await countOf(db.pool, 'skatt.opplysning')) === 149)
    const { rows } = await db.pool.query(`
      select identifikator, forsok, siste_feil, forfall_at > now() as later
        from folger.ventende_oppslag`)
    assert.deepEqual(rows, [{ identifikator, forsok: 1, siste_feil: 'SERVER_ERROR', later: true }])
    assert.deepEqual(linesOf(daemon, 'tilleggsskatt', 'API paused'), [])

    simulator.faults.clear()
    await endsInTheTruth(db, world)
  })
})
