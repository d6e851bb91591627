/** P8: a wave of deletions is not believed, until it ends or an operator accepts it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { type Simulator, startSimulator } from '../simulator/simulator.ts'
import { runCommand, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const WAITING = { timeout: 180_000 }
const LISTE = 'skattemelding-upersonlig'
const API = 'skattemeldingupersonlig'
const BRYTER_ANTALL = 10
const PERSONER = 60

const GONE = "skatt.opplysning where tilstand = 'slettet'"
const WAVE = 'most of its last answers are deletions'

/** Everybody's data are stored. */
async function followed(db: TestDatabase) {
  const simulator = await startSimulator({ katalog: loadKatalog() })
  const options = { lister: [LISTE], personer: PERSONER, slettet: 0, ingenData: 0, gjentatt: 0 }
  simulator.populate({ hendelser: PERSONER, ...options })
  const settings = {
    ...settingsFor(simulator, { url: db.url, lister: [LISTE] }),
    BRYTER_ANTALL: String(BRYTER_ANTALL),
  }
  {
    await using _ = startDaemon(settings)
    await until(() => isCaughtUp(db.pool, simulator))
  }
  return { simulator, settings, nokler: [...simulator.events(LISTE)] }
}

/** Nøkler that met the wave have stepped aside for a minute: no test waits for that. */
async function nothingStepsAside(db: TestDatabase): Promise<void> {
  await db.pool.query(
    'update folger.ventende_oppslag set forfall_at = now() where forfall_at > now()',
  )
}

async function caughtUp(db: TestDatabase, simulator: Simulator): Promise<void> {
  await until(async () => {
    await nothingStepsAside(db)
    return isCaughtUp(db.pool, simulator)
  })
}

/** Some are stored before there are enough to be a wave: a window of answers, and those in flight. */
async function assertFewAreGone(db: TestDatabase): Promise<void> {
  const gone = await countOf(db.pool, GONE)
  assert.ok(gone <= BRYTER_ANTALL + 5, `${gone} are deleted`)
}

describe('a wave of deletions', { concurrency: 2 }, () => {
  test('is stored when an operator accepts it, and not before', WAITING, async () => {
    await using db = await freshDatabase()
    const { simulator, settings, nokler } = await followed(db)
    await using _simulator = simulator
    for (const { identifikator, gjelderPeriode } of nokler) {
      simulator.world.remove(LISTE, { identifikator, gjelderPeriode })
    }
    {
      await using daemon = startDaemon(settings)
      await daemon.said(WAVE)
      await until(async () => (await countOf(db.pool, 'folger.bryter')) === 1)
    }
    await assertFewAreGone(db)

    // It is remembered over a restart, and by every replica.
    await nothingStepsAside(db)
    await using daemon = startDaemon(settings)
    await daemon.said(WAVE)
    await assertFewAreGone(db)
    const accepted = await runCommand(settings, ['resume', '--api', API, '--accept-deletions'])
    assert.equal(accepted.code, 0, accepted.output)

    await caughtUp(db, simulator)
    assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
    assert.equal(await countOf(db.pool, 'folger.revisjon'), 1)
  })

  test('that ends by itself is not stored', WAITING, async () => {
    await using db = await freshDatabase()
    const { simulator, settings, nokler } = await followed(db)
    await using _simulator = simulator
    const wave = simulator.faults.add(
      { kind: 'oppslag' },
      { type: 'feil', status: 410, kode: 'SMU-010' },
    )
    for (const { identifikator, gjelderPeriode } of nokler) {
      simulator.world.add(LISTE, { identifikator, gjelderPeriode })
    }
    await using daemon = startDaemon(settings)
    await daemon.said(WAVE)
    await assertFewAreGone(db)

    wave.end()
    await daemon.said('wave of deletions is over')
    await caughtUp(db, simulator)
    await assertFewAreGone(db)
    await until(async () => (await countOf(db.pool, 'folger.bryter')) === 0)
    assert.equal(await countOf(db.pool, 'folger.parkert_oppslag'), 0)
  })
})
