/** Re-reads and verify against a running daemon of two replicas. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { KARI } from '../support/builders.ts'
import { type DaemonProcess, runCommand, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTE = 'tilleggsskatt'
const WAITING = { timeout: 180_000 }
const AGAIN = 'folger.ventende_oppslag where prioritet = 2'

/** Two replicas have looked up what so many events are about. */
async function followed(hendelser: number) {
  const closing = new AsyncDisposableStack()
  const { pool, url } = closing.use(await freshDatabase())
  const simulator = closing.use(await startSimulator({ katalog: loadKatalog() }))
  const settings = settingsFor(simulator, { url, lister: [LISTE] })
  simulator.populate({ hendelser, lister: [LISTE], gjentatt: 0.2 })
  let daemons: readonly DaemonProcess[] = []
  const it = {
    pool,
    simulator,
    async start() {
      daemons = [startDaemon(settings), startDaemon(settings)]
      for (const daemon of daemons) closing.use(daemon)
      await Promise.all(daemons.map((daemon) => daemon.said('following')))
    },
    async kill() {
      for (const daemon of daemons) daemon.kill('SIGKILL')
      await Promise.all(daemons.map(({ ended }) => ended))
    },
    run: (line: string) => runCommand(settings, line.split(' ')),
    nokler: () => countOf(pool, 'skatt.opplysning'),
    async position() {
      const { rows } = await pool.query('select neste_sekvensnummer from folger.posisjon')
      return rows
    },
    isDone: async () =>
      (await countOf(pool, 'folger.gjenlesing where ferdig_at is null')) === 0 &&
      (await countOf(pool, 'folger.ventende_oppslag')) === 0,
    async callsBy(aarsak: string) {
      const { rows } = await pool.query<{ antall: bigint | null }>(
        'select sum(antall)::bigint as antall from folger.oppslagslogg where aarsak = $1',
        [aarsak],
      )
      return Number(rows[0]?.antall ?? 0)
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
  await it.start()
  await until(() => isCaughtUp(pool, simulator))
  return it
}

describe('re-reads', { concurrency: 2 }, () => {
  test(
    'what is read again is looked up again, as much as was said, and the posisjon stays',
    WAITING,
    async () => {
      await using it = await followed(250)
      const before = await it.position()
      const nokler = await it.nokler()
      const calls = it.simulator.calls.count({ kind: 'oppslag' })
      // What it answers has changed without an event, as after a fault behind the API.
      for (const { identifikator, gjelderPeriode } of it.simulator.events(LISTE)) {
        if (identifikator === null || gjelderPeriode === null) continue
        it.simulator.world.set(LISTE, { identifikator, gjelderPeriode }, {})
      }

      const line = `reread --liste ${LISTE} --fra-dato 2024-01-01`
      const dry = await it.run(`${line} --dry-run`)
      const ordered = await it.run(line)
      assert.equal(dry.output, `dry run, nothing is done: ${ordered.output}`)
      assert.match(
        ordered.output,
        new RegExp(`^1 re-reads, 250 hendelser, ${nokler} nøkler, ${nokler} calls, about `),
      )
      await until(() => it.isDone())

      assert.deepEqual(await differencesFromTruth(it.pool, it.simulator), [])
      assert.deepEqual(await it.position(), before)
      assert.equal(await it.callsBy('operatoer'), nokler)
      assert.equal(await it.callsBy('hendelse'), calls)
      assert.equal(it.simulator.calls.count({ kind: 'oppslag' }), calls + nokler)
    },
  )

  // The look-ups are slow, so that the last lane is full when the event comes.
  test('an event of today does not wait for a re-read', WAITING, async () => {
    await using it = await followed(250)
    it.simulator.setLatency(300)
    await it.run(`reread --liste ${LISTE} --fra-sekvensnummer 1`)
    await until(async () => (await countOf(it.pool, AGAIN)) > 150)

    it.simulator.world.add(LISTE, { identifikator: KARI, gjelderPeriode: '2023' })
    await until(
      async () =>
        (await countOf(it.pool, `skatt.opplysning where identifikator = '${KARI}'`)) === 1,
    )

    assert.ok((await countOf(it.pool, AGAIN)) > 100, 'the re-read was looked up first')
    it.simulator.setLatency(0)
    await until(() => it.isDone())
  })

  test('P11: a re-read goes on where it was after all replicas were killed', WAITING, async () => {
    await using it = await followed(350)
    const nokler = await it.nokler()
    // Of its four pages one is there, and the next is on its way, when both are killed.
    it.simulator.setLatency(2_000, { liste: LISTE })
    await it.run(`reread --liste ${LISTE} --fra-sekvensnummer 1`)
    await until(async () => (await countOf(it.pool, 'folger.gjenlesing where hendelser > 0')) === 1)
    assert.equal(await countOf(it.pool, 'folger.gjenlesing where ferdig_at is null'), 1)
    await it.kill()
    it.simulator.setLatency(0)
    await it.start()
    await until(() => it.isDone())

    const { rows } = await it.pool.query(`
      select hendelser, manglet, avbrutt from folger.gjenlesing`)
    assert.deepEqual(rows, [{ hendelser: 350n, manglet: 0n, avbrutt: false }])
    // Those in flight at the kill are asked once more.
    const again = await it.callsBy('operatoer')
    assert.ok(again >= nokler && again <= nokler + 10, `${again} calls for ${nokler} nøkler`)
  })

  test('verify tells what the tables lack, and a re-read brings it', WAITING, async () => {
    await using it = await followed(250)
    const line = `verify --liste ${LISTE}`
    const whole = await it.run(line)
    assert.equal(whole.code, 0, whole.output)
    assert.match(whole.output, /^tilleggsskatt: 250 events compared/)
    const calls = it.simulator.calls.count({ kind: 'oppslag' })

    const { rows } = await it.pool.query<{ sekvensnummer: bigint }>(`
      with chosen as (
        select sekvensnummer, identifikator from folger.hendelse order by sekvensnummer offset 100 limit 1
      ),
      forgotten as (
        delete from skatt.opplysning using chosen where opplysning.identifikator = chosen.identifikator
      )
      delete from folger.hendelse using chosen
       where hendelse.sekvensnummer = chosen.sekvensnummer
      returning hendelse.sekvensnummer`)
    const lacking = await it.run(line)
    assert.equal(lacking.code, 1)
    assert.match(lacking.output, new RegExp(`1 events are not stored: ${rows[0]?.sekvensnummer}`))

    await it.run(`reread --liste ${LISTE} --fra-sekvensnummer 1`)
    await until(() => it.isDone())
    const repaired = await it.run(line)
    assert.equal(repaired.code, 0, repaired.output)
    assert.deepEqual(await differencesFromTruth(it.pool, it.simulator), [])
    assert.ok(it.simulator.calls.count({ kind: 'oppslag' }) > calls)
    const { rows: again } = await it.pool.query('select manglet from folger.gjenlesing')
    assert.deepEqual(again, [{ manglet: 1n }])
  })
})
