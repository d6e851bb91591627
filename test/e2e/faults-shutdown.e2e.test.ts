/** P11, P13: told to stop at any moment, the daemon ends with 0 in time, and nothing is lost or blamed. */
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

const LISTER = ['skattemelding-fastsatt', 'tilleggsskatt']

async function world(db: Pick<TestDatabase, 'url'>) {
  const simulator = await startSimulator({ katalog: loadKatalog() })
  simulator.populate({ hendelser: 300, lister: LISTER, gjentatt: 0 })
  const settings = {
    ...settingsFor(simulator, { url: db.url, lister: LISTER }),
    SHUTDOWN_TIMEOUT_SECONDS: '3',
  }
  return { simulator, settings }
}

/** Nøkler that were put off or parked, or whose try was counted. */
async function blamed(db: TestDatabase): Promise<number> {
  const waiting = await countOf(
    db.pool,
    'folger.ventende_oppslag where forsok > 0 or siste_feil is not null or forfall_at > now()',
  )
  return waiting + (await countOf(db.pool, 'folger.parkert_oppslag'))
}

describe('told to stop', { concurrency: 2 }, () => {
  for (const kind of ['oppslag', 'liste', 'token'] as const) {
    test(
      `while calls of the kind ${kind} hang, it ends with 0 in time and blames nobody`,
      { timeout: 180_000 },
      async () => {
        await using db = await freshDatabase()
        const { simulator, settings } = await world(db)
        await using _simulator = simulator
        const hold = simulator.hold({ kind })
        await using daemon = startDaemon(settings)

        await hold.reached
        daemon.kill('SIGTERM')

        assert.equal((await daemon.ended).code, 0, daemon.output())
        assert.equal(await blamed(db), 0)
        hold.release()
        await using _again = startDaemon(settings)
        await until(() => isCaughtUp(db.pool, simulator))
        assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
      },
    )
  }

  test('a second SIGTERM ends it at once', { timeout: 180_000 }, async () => {
    await using db = await freshDatabase()
    const { simulator, settings } = await world(db)
    await using _simulator = simulator
    const hold = simulator.hold({ kind: 'oppslag' })
    // Far longer than this test may take.
    await using daemon = startDaemon({ ...settings, SHUTDOWN_TIMEOUT_SECONDS: '600' })

    await hold.reached
    daemon.kill('SIGTERM')
    await daemon.said('stopping: finishing the work in hand')
    daemon.kill('SIGTERM')

    assert.equal((await daemon.ended).code, 0)
    assert.equal(await blamed(db), 0)
  })

  test(
    'at any moment of its work, it ends with 0, and each change is told once',
    { timeout: 180_000 },
    async () => {
      await using db = await freshDatabase()
      const { simulator, settings } = await world(db)
      await using _simulator = simulator
      simulator.setLatency({ min: 1, max: 20 })

      const outs: string[] = []
      // Calls after its start: before the first page, between pages, in the midst of look-ups.
      for (const calls of [1, 3, 8, 40, 170]) {
        const before = simulator.calls.count()
        await using daemon = startDaemon({ ...settings, SHUTDOWN_TIMEOUT_SECONDS: '20' })
        await simulator.calls.when((all) => all.count() >= before + calls)
        daemon.kill('SIGTERM')
        assert.equal((await daemon.ended).code, 0, daemon.output())
        assert.equal(await blamed(db), 0)
        outs.push(daemon.output())
      }
      await using _last = startDaemon(settings)
      await until(() => isCaughtUp(db.pool, simulator))

      assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
      const told = await countOf(db.pool, "skatt.opplysning where tilstand <> 'ingen_data'")
      assert.equal(await countOf(db.pool, 'skatt.endring'), told)
      // What was in hand was finished: no call was made twice.
      const nokler = await countOf(db.pool, 'skatt.opplysning')
      assert.equal(simulator.calls.count({ kind: 'oppslag' }), nokler, outs.join('\n====\n'))
    },
  )
})
