/**
 * P4, P6, P11: replicas share the work; whatever befalls the one that works, another goes on, never
 * more than five calls are in flight, and an old answer never replaces a newer one.
 */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { type Simulator, startSimulator } from '../simulator/simulator.ts'
import { KARI, OLA } from '../support/builders.ts'
import { type DaemonProcess, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { countOf, endringer } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTER = ['skattemelding-fastsatt', 'tilleggsskatt']
const WAITING = { timeout: 180_000 }

// Records what must never be: a posisjon or a stored answer that goes back.
const WATCH = `
  create table backwards (what text);
  create function note_backwards() returns trigger language plpgsql as
    $$ begin insert into backwards values (tg_table_name); return new; end $$;
  create trigger watch after update on folger.posisjon for each row
    when (new.neste_sekvensnummer < old.neste_sekvensnummer) execute function note_backwards();
  create trigger watch after update on skatt.opplysning for each row
    when (new.versjon < old.versjon) execute function note_backwards()`

async function world(db: TestDatabase) {
  await db.pool.query(WATCH)
  const simulator = await startSimulator({ katalog: loadKatalog() })
  simulator.setLatency({ min: 5, max: 50 })
  const settings = settingsFor(simulator, { url: db.url, lister: LISTER })
  return { simulator, start: () => startDaemon(settings) }
}

/** All leases are the first one's: it runs alone until it has begun to work. */
async function atWork(start: () => DaemonProcess): Promise<DaemonProcess> {
  const daemon = start()
  await daemon.said('page stored')
  return daemon
}

async function stored(db: TestDatabase, rows: number): Promise<void> {
  await until(async () => (await countOf(db.pool, 'skatt.opplysning')) >= rows)
}

async function endsInTheTruth(db: TestDatabase, simulator: Simulator): Promise<void> {
  await until(() => isCaughtUp(db.pool, simulator))
  assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
  assert.equal(await countOf(db.pool, 'backwards'), 0)
  assert.equal(await countOf(db.pool, 'folger.parkert_oppslag'), 0)
  for (const [vert, { highestInFlight }] of Object.entries(simulator.calls.summary())) {
    assert.ok(highestInFlight <= 5, `${vert}: ${highestInFlight} in flight`)
  }
}

describe('replicas', { concurrency: 2 }, () => {
  test('the one that works is killed, and the next one too: another goes on', WAITING, async () => {
    await using db = await freshDatabase()
    const { simulator, start } = await world(db)
    await using _simulator = simulator
    const addMore = simulator.populate({ hendelser: 400, lister: LISTER, gjentatt: 0 })
    await using first = await atWork(start)
    await using second = start()
    await using third = start()
    await Promise.all([second.said('following'), third.said('following')])

    await stored(db, 50)
    first.kill('SIGKILL')
    addMore(300)
    const next = await Promise.race([
      second.said('page stored').then(() => second),
      third.said('page stored').then(() => third),
    ])
    await stored(db, 300)
    next.kill('SIGKILL')
    addMore(100)

    await endsInTheTruth(db, simulator)
    // Each nøkkel has one event here, so its change is told once, whoever looked it up.
    const told = await countOf(db.pool, "skatt.opplysning where tilstand <> 'ingen_data'")
    assert.equal(await countOf(db.pool, 'skatt.endring'), told)
  })

  test('one that is told to stop hands over at once, and ends with 0', WAITING, async () => {
    await using db = await freshDatabase()
    const { simulator, start } = await world(db)
    await using _simulator = simulator
    const addMore = simulator.populate({ hendelser: 300, lister: LISTER, gjentatt: 0 })
    await using first = await atWork(start)
    const { rows: leases } = await db.pool.query<{ holder: string }>(
      'select distinct innehaver as holder from folger.leie',
    )
    assert.equal(leases.length, 1)
    await using second = start()
    await second.said('following')

    await stored(db, 50)
    first.kill('SIGTERM')
    assert.equal((await first.ended).code, 0)
    // Not by waiting for their end: it has given them back.
    assert.equal(
      await countOf(
        db.pool,
        `folger.leie where innehaver = '${leases[0]?.holder}' and utloper_at > '-infinity'`,
      ),
      0,
    )
    addMore(100)
    await second.said('page stored')

    await endsInTheTruth(db, simulator)
    const nokler = await countOf(db.pool, 'skatt.opplysning')
    assert.equal(simulator.calls.count({ kind: 'oppslag' }), nokler)
  })

  test(
    'one that is frozen for longer than its leases comes back and harms nothing',
    WAITING,
    async () => {
      await using db = await freshDatabase()
      const { simulator, start } = await world(db)
      await using _simulator = simulator
      const addMore = simulator.populate({ hendelser: 400, lister: LISTER })
      await using first = await atWork(start)
      await using second = start()
      await second.said('following')

      await stored(db, 50)
      first.kill('SIGSTOP')
      addMore(100)
      await second.said('page stored')
      first.kill('SIGCONT')
      await first.said('lease lost')
      addMore(100)
      await endsInTheTruth(db, simulator)
    },
  )

  // The answer that the frozen one gets was true when it asked, and is not when it wakes.
  test('P4: the stale answer of one that was frozen replaces nothing', WAITING, async () => {
    await using db = await freshDatabase()
    const { simulator, start } = await world(db)
    await using _simulator = simulator
    const nokkel = { identifikator: KARI, gjelderPeriode: '2023' }
    simulator.world.add('tilleggsskatt', nokkel)
    const look = simulator.hold({ oppslag: 'tilleggsskatt' })
    await using first = start()
    await look.reached
    const page = simulator.hold({ liste: 'tilleggsskatt' })
    await page.reached
    await using second = start()
    await second.said('following')

    first.kill('SIGSTOP')
    look.release()
    page.release()
    simulator.world.add('tilleggsskatt', nokkel)
    await until(() => isCaughtUp(db.pool, simulator))
    first.kill('SIGCONT')
    await first.said('lease lost')
    simulator.world.add('tilleggsskatt', { identifikator: OLA, gjelderPeriode: '2023' })

    await endsInTheTruth(db, simulator)
    assert.deepEqual(await endringer(db.pool), ['ny', 'ny'])
  })
})
