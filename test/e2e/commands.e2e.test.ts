/** The operator's commands against a running daemon of two replicas. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { KARI, OLA } from '../support/builders.ts'
import { type DaemonProcess, runCommand, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTER = ['tilleggsskatt', 'skattemelding-upersonlig']
const [LISTE = '', OTHER_LISTE = ''] = LISTER
const OTHER_API = 'skattemeldingupersonlig'
const WAITING = { timeout: 180_000 }

/** Two lists, each with one oppslag of its own API, followed by two replicas. */
async function followed() {
  const closing = new AsyncDisposableStack()
  const { pool, url } = closing.use(await freshDatabase())
  const simulator = closing.use(await startSimulator({ katalog: loadKatalog() }))
  const settings = settingsFor(simulator, { url, lister: LISTER })
  let daemons: readonly DaemonProcess[] = []
  async function start(): Promise<void> {
    daemons = [startDaemon(settings), startDaemon(settings)]
    for (const daemon of daemons) closing.use(daemon)
    await Promise.all(daemons.map((daemon) => daemon.said('following')))
  }
  await start()
  return {
    pool,
    simulator,
    start,
    kill: async () => {
      for (const daemon of daemons) daemon.kill('SIGKILL')
      await Promise.all(daemons.map(({ ended }) => ended))
    },
    /** Every replica has seen so many commands. */
    haveSeen: (orders: number) =>
      Promise.all(daemons.map((daemon) => daemon.said(`"ordre":"${orders}"`))),
    happens: (liste: string, identifikator: string, gjelderPeriode = '2023') => {
      simulator.world.add(liste, { identifikator, gjelderPeriode })
    },
    /** Every event is stored, and nothing waits, for whatever reason. */
    caughtUp: () =>
      until(
        async () =>
          (await isCaughtUp(pool, simulator)) &&
          (await countOf(pool, 'folger.ventende_oppslag')) === 0,
      ),
    command: async (line: string, input?: string) => {
      const { code, output } = await runCommand(settings, line.split(' '), input)
      assert.equal(code, 0, output)
      return output
    },
    /** What a dry run says is what is then done. */
    both: async (line: string, input?: string) => {
      const words = line.split(' ')
      const dry = await runCommand(settings, [...words, '--dry-run'], input)
      const done = await runCommand(settings, words, input)
      assert.equal(done.code, 0, done.output)
      assert.equal(dry.output, `dry run, nothing is done: ${done.output}`)
      return done.output
    },
    stored: (liste: string) => countOf(pool, `folger.hendelse where liste = '${liste}'`),
    /** P5: the calls that are recorded, by reason; they are those that the simulator got. */
    async reasons() {
      const { rows } = await pool.query<{ aarsak: string; antall: bigint }>(`
        select aarsak, sum(antall)::bigint as antall
          from folger.oppslagslogg
         group by aarsak
         order by aarsak`)
      const calls = Object.fromEntries(rows.map(({ aarsak, antall }) => [aarsak, Number(antall)]))
      const sum = Object.values(calls).reduce((total, one) => total + one, 0)
      assert.equal(sum, simulator.calls.count({ kind: 'oppslag' }))
      return calls
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

describe('commands', { concurrency: 2 }, () => {
  test(
    'a list that is paused is not read, over restarts, until it is resumed',
    WAITING,
    async () => {
      await using it = await followed()
      it.happens(LISTE, KARI)
      await it.caughtUp()

      assert.match(await it.both(`pause --liste ${LISTE}`), /^1 pauses/)
      it.happens(LISTE, OLA)
      it.happens(OTHER_LISTE, '999999999')
      await until(async () => (await it.stored(OTHER_LISTE)) === 1)
      await it.kill()
      await it.start()
      it.happens(OTHER_LISTE, '888888888')
      await until(async () => (await it.stored(OTHER_LISTE)) === 2)
      assert.equal(await it.stored(LISTE), 1)
      const paused = `skatt.ferskhet where tilstand = 'pauset' and liste = '${LISTE}'`
      assert.equal(await countOf(it.pool, paused), 1)

      assert.match(await it.both(`resume --liste ${LISTE}`), /^1 pauses ended/)
      await it.caughtUp()
      assert.equal(await it.stored(LISTE), 2)
      assert.deepEqual(await differencesFromTruth(it.pool, it.simulator), [])
    },
  )

  test(
    'an API that is paused is not called, over restarts, until it is resumed',
    WAITING,
    async () => {
      await using it = await followed()
      await it.both(`pause --api ${OTHER_API}`)
      await it.haveSeen(1)

      it.happens(OTHER_LISTE, '999999999')
      it.happens(LISTE, KARI)
      await until(async () => (await countOf(it.pool, 'skatt.opplysning')) === 1)
      await it.kill()
      await it.start()
      it.happens(LISTE, OLA)
      await until(async () => (await countOf(it.pool, 'skatt.opplysning')) === 2)
      assert.equal(it.simulator.calls.count({ kind: 'oppslag', vert: OTHER_API }), 0)
      assert.equal(await it.stored(OTHER_LISTE), 1)

      assert.match(await it.both(`resume --api ${OTHER_API}`), /^1 pauses ended, 1 nøkler, 1 calls/)
      await it.caughtUp()
      assert.deepEqual(await differencesFromTruth(it.pool, it.simulator), [])
      assert.deepEqual(await it.reasons(), { hendelse: 3 })
    },
  )

  test('parked nøkler are looked up again, and nøkler from a file', WAITING, async () => {
    await using it = await followed()
    const refusal = it.simulator.faults.add(
      { kind: 'oppslag' },
      { type: 'feil', status: 400, kode: 'TSA-006' },
    )
    it.happens(LISTE, KARI)
    it.happens(LISTE, OLA)
    await until(async () => (await countOf(it.pool, 'folger.parkert_oppslag')) === 2)
    refusal.end()

    assert.match(
      await it.both('retry --parkert --kode TSA-006'),
      /^2 parked nøkler, 2 nøkler, 2 calls, about \d/,
    )
    await it.caughtUp()
    assert.deepEqual(await differencesFromTruth(it.pool, it.simulator), [])
    assert.equal(await countOf(it.pool, 'folger.parkert_oppslag'), 0)
    assert.match(await it.command('retry --parkert'), /^0 parked nøkler/)

    const file = `tilleggsskatt;${KARI};2023\ntilleggsskatt;${OLA};2022\ntilleggsskatt;${OLA};2022\n`
    assert.match(
      await it.both('lookup --nokler-fil -', file),
      /^2 different nøkler, 2 nøkler, 2 calls/,
    )
    await it.caughtUp()
    assert.equal(await countOf(it.pool, `skatt.tilleggsskatt where tilstand = 'ingen_data'`), 1)
    assert.deepEqual(await it.reasons(), { hendelse: 2, operatoer: 4 })
  })

  test(
    'P4: a posisjon that is set back reads events again and looks nothing up',
    WAITING,
    async () => {
      await using it = await followed()
      for (const person of [KARI, OLA]) it.happens(LISTE, person)
      await it.caughtUp()
      const pages = () => it.simulator.calls.count({ kind: 'liste' })
      const before = pages()

      assert.match(
        await it.both(`set-position --liste ${LISTE} --sekvensnummer 1`),
        /^1 posisjoner set, 2 hendelser/,
      )
      await until(async () => pages() > before)
      await it.caughtUp()
      assert.deepEqual(await it.reasons(), { hendelse: 2 })
      assert.match(await it.command(`set-position --liste ${LISTE} --sekvensnummer 1`), /^1 /)
    },
  )
})
