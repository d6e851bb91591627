/** P8, P10: what is no documented answer is never stored and never deletes; what Postgres can't hold parks its own nøkkel alone. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import type { Fault } from '../simulator/faults.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { type DaemonProcess, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { countOf, endringer } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const WAITING = { timeout: 180_000 }
const LISTE = 'tilleggsskatt'

/** The nth synthetic person. */
function person(number: number): string {
  return `0181011${1000 + number}`
}

/** P12: no identifikator, and none that the log had to mask. */
function assertSaysNobody(daemon: DaemonProcess): void {
  assert.doesNotMatch(daemon.output(), /0181011|\*{11}/)
}

async function following(db: TestDatabase) {
  const simulator = await startSimulator({ katalog: loadKatalog() })
  const settings = settingsFor(simulator, { url: db.url, lister: [LISTE] })
  const publish = (number: number, data?: string): void => {
    simulator.world.add(LISTE, { identifikator: person(number), gjelderPeriode: '2023', data })
  }
  return { simulator, settings, publish }
}

/** In place of an answer about a nøkkel whose data we hold. */
const NO_ANSWERS: readonly Fault[] = [
  { type: 'html', status: 404 },
  { type: 'html', status: 200 },
  { type: 'html', status: 410 },
  { type: 'feil', status: 404, kode: 'XYZ-008' },
  { type: 'feil', status: 200, kode: 'TSA-008' },
  { type: 'answer', status: 404 },
  { type: 'answer', status: 200 },
  { type: 'answer', status: 204 },
  { type: 'answer', status: 200, body: '{}' },
  { type: 'answer', status: 200, body: '[]' },
  { type: 'answer', status: 200, body: 'null' },
  { type: 'redirect', location: 'https://example.org/login' },
  { type: 'truncated' },
  { type: 'wrong-length' },
  { type: 'gzip' },
  { type: 'gzip', bytes: 50_000_000 },
  { type: 'huge', bytes: 17 * 1024 * 1024 },
  // The last two take as long as a call may.
  { type: 'drip', everyMs: 500 },
  { type: 'silence' },
]

/** Bodies that are data, in the words of their JSON. */
const STORABLE = [
  '{"a":9007199254740993,"b":-0.000000000000000000000001,"c":1.0,"d":1e3}',
  '{"a":1e131071}',
  '{"a":1,"a":2}',
  '{"__proto__":{"a":1},"constructor":1}',
  '\uFEFF{"a":"byte order mark"}',
  '{"a":"\\\\u0000 is a backslash and five letters"}',
  '{"a":"\\ud83d\\ude00 😀 \\u00e5"}',
  `${'['.repeat(64)}1${']'.repeat(64)}`,
  `{"a":"${'x'.repeat(2_000_000)}"}`,
  '[1,2,3]',
  '{"":"","a b":null,"\\"":[{}]}',
]

/** Bodies that are JSON, and that jsonb has no place for. */
const UNSTORABLE = [
  '{"a":"\\u0000"}',
  '{"\\u0000":1}',
  '{"a":"\\ud800"}',
  '{"a":"\\udc00 x"}',
  '{"a":1e400000}',
  '{"a":1e-20000}',
  `${'['.repeat(65)}1${']'.repeat(65)}`,
  `${'['.repeat(100_000)}1${']'.repeat(100_000)}`,
]

describe('an answer', { concurrency: 2 }, () => {
  test('P8: that is not documented stores nothing and deletes nothing', WAITING, async () => {
    await using db = await freshDatabase()
    const { simulator, settings, publish } = await following(db)
    await using _simulator = simulator
    NO_ANSWERS.forEach((_, number) => publish(number))
    await using daemon = startDaemon(settings)
    await until(() => isCaughtUp(db.pool, simulator))

    NO_ANSWERS.forEach((fault, number) => {
      simulator.faults.add({ oppslag: LISTE, identifikator: person(number) }, fault)
      publish(number)
    })
    await until(
      async () =>
        (await countOf(db.pool, 'folger.ventende_oppslag where forsok > 0')) === NO_ANSWERS.length,
    )
    const { rows } = await db.pool.query(`
      select distinct tilstand, data ->> 'simulatorVersjon' as versjon from skatt.opplysning`)
    assert.deepEqual(rows, [{ tilstand: 'gjeldende', versjon: '1' }])
    assert.equal(await countOf(db.pool, 'skatt.endring'), NO_ANSWERS.length)

    simulator.faults.clear()
    await db.pool.query('update folger.ventende_oppslag set forfall_at = now()')
    await until(() => isCaughtUp(db.pool, simulator))
    assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
    const types = Map.groupBy(await endringer(db.pool), (type) => type)
    assert.equal(types.get('endret')?.length, NO_ANSWERS.length)
    assertSaysNobody(daemon)
  })

  test(
    'P10: with a hostile body is stored exactly, or parks its own nøkkel alone',
    WAITING,
    async () => {
      await using db = await freshDatabase()
      const { simulator, settings, publish } = await following(db)
      await using _simulator = simulator
      const bodies = [...STORABLE, ...UNSTORABLE]
      bodies.forEach((body, number) => publish(number, body))
      await using daemon = startDaemon(settings)
      await until(() => isCaughtUp(db.pool, simulator))

      for (const [number, body] of STORABLE.entries()) {
        const { rows } = await db.pool.query<{ same: boolean }>(
          'select data = $2::jsonb as same from skatt.opplysning where identifikator = $1',
          [person(number), body.replace('\uFEFF', '')],
        )
        assert.deepEqual(rows, [{ same: true }], body.slice(0, 80))
      }
      const { rows: parked } = await db.pool.query(`
      select identifikator, feilklasse, forsok from folger.parkert_oppslag order by identifikator`)
      assert.deepEqual(
        parked,
        UNSTORABLE.map((_, number) => ({
          identifikator: person(STORABLE.length + number),
          feilklasse: 'UNSTORABLE',
          forsok: 1,
        })),
      )
      assert.equal(await countOf(db.pool, 'skatt.opplysning'), STORABLE.length)
      assert.doesNotMatch(daemon.output(), /loop failed|API paused/)
      assertSaysNobody(daemon)

      // A new event about a parked one makes it wait again.
      bodies.forEach((_, number) => publish(number))
      await until(() => isCaughtUp(db.pool, simulator))
      assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
      assert.equal(await countOf(db.pool, 'folger.parkert_oppslag'), 0)
    },
  )
})
