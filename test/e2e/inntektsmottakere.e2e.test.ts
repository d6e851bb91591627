/** A pension institution's watch list, which follows the lists of its employers, under the daemon. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { STIER, type Stier } from '../../src/domain/katalog.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { employ, INNTEKTSMOTTAKERE } from '../simulator/inntektsmottakere.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { KARI, OLA } from '../support/builders.ts'
import { runCommand, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { until } from '../support/until.ts'

const EVA = '03830312345'
const PERSONS = Array.from({ length: 20 }, (_, i) => `0181${String(1_000_000 + i)}`)
const EMPLOYER = '310977101'
const OTHER = '310000019'
const WAITING = { timeout: 180_000 }

/** What a pension institution sets up; nothing is started yet. */
async function institution(stier: Stier = '2024') {
  const closing = new AsyncDisposableStack()
  const db = closing.use(await freshDatabase())
  const simulator = closing.use(await startSimulator({ katalog: loadKatalog() }))
  const { pool } = db
  const settings = {
    ...settingsFor(simulator, { url: db.url, lister: ['inntekt'], stier }),
    RETTIGHETSPAKKE: 'otp',
    FOLG: 'bevakede',
    FORSTE_LASTING: 'ingen',
    INNTEKTSMOTTAKERE_FOR: EMPLOYER,
    INNTEKTSMOTTAKERE_PLAN: '0 0 1 1 *',
  }
  const rows = async (statement: string): Promise<readonly Record<string, unknown>[]> =>
    (await pool.query(statement)).rows
  return {
    pool,
    settings,
    simulator,
    rows,
    start: (changes: Readonly<Record<string, string>> = {}) =>
      startDaemon({ ...settings, ...changes }),
    employ: (personer: readonly (string | null)[], months = {}) =>
      employ(simulator.world, EMPLOYER, {
        fraOgMed: '2023-01',
        personer: [...personer],
        ...months,
      }),
    happens: (identifikator: string, gjelderPeriode: string) => {
      simulator.world.add('inntekt', { identifikator, gjelderPeriode })
    },
    lists: () => simulator.calls.count({ kind: 'oppslag', vert: INNTEKTSMOTTAKERE }),
    calls: () => simulator.calls.count({ kind: 'oppslag' }),
    /** An operator has the list fetched now. */
    fetchNow: async () => {
      const line = `${INNTEKTSMOTTAKERE};${EMPLOYER};\n`
      const { code, output } = await runCommand(settings, ['lookup', '--nokler-fil', '-'], line)
      assert.equal(code, 0, output)
    },
    stored: (): Promise<readonly Record<string, unknown>[]> =>
      rows('select identifikator, gjelder_periode from skatt.opplysning order by 1, 2'),
    /** Every event so far is stored, and nothing waits. */
    caughtUp: () =>
      until(async () => {
        const events = [...simulator.events('inntekt')].length
        if ((await countOf(pool, 'folger.hendelse')) < events) return false
        return (await countOf(pool, 'folger.ventende_oppslag')) === 0
      }),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

type Institution = Awaited<ReturnType<typeof institution>>

/** A daemon that gets its first answer of a list when so many events are stored already. */
async function startWith(it: Institution, events: number) {
  const hold = it.simulator.hold({ vert: INNTEKTSMOTTAKERE })
  const daemon = it.start()
  await hold.reached
  await until(async () => (await countOf(it.pool, 'folger.hendelse')) === events)
  hold.release()
  return daemon
}

/** P5: what is counted by reason, which is what the simulator has counted. */
async function reasons(it: Institution): Promise<Readonly<Record<string, number>>> {
  const rows = await it.rows(
    'select aarsak, sum(antall)::int as antall from folger.oppslagslogg group by 1',
  )
  const counted: Record<string, number> = {}
  for (const { aarsak, antall } of rows) counted[String(aarsak)] = Number(antall)
  assert.equal(
    Object.values(counted).reduce((sum, number) => sum + number, 0),
    it.calls(),
  )
  return counted
}

describe('a watch list that follows employers', { concurrency: 2 }, () => {
  for (const stier of STIER) {
    test(
      `P5: who is on the list is looked up from the first start on, who is gone no more (${stier})`,
      WAITING,
      async () => {
        await using it = await institution(stier)
        it.employ([KARI, OLA])
        for (const person of [KARI, OLA, EVA]) it.happens(person, '2024-01')
        it.happens(KARI, '2021-09')
        await using daemon = await startWith(it, 4)
        await until(async () => (await it.stored()).length === 2)
        await it.caughtUp()
        assert.deepEqual(await it.stored(), [
          { identifikator: KARI, gjelder_periode: '2024-01' },
          { identifikator: OLA, gjelder_periode: '2024-01' },
        ])
        assert.deepEqual(await reasons(it), { plan: 1, bevaking: 2 })

        it.employ([OLA, EVA])
        await it.fetchNow()
        await until(async () => it.lists() === 2)
        await until(async () => (await it.stored()).length === 3)
        for (const person of [KARI, OLA, EVA]) it.happens(person, '2024-02')
        await it.caughtUp()
        await until(async () => (await it.stored()).length === 5)

        assert.deepEqual(
          await it.rows(`
            select identifikator, bortfalt_at is not null as borte
              from folger.inntektsmottaker
             order by 1`),
          [
            { identifikator: KARI, borte: true },
            { identifikator: OLA, borte: false },
            { identifikator: EVA, borte: false },
          ],
        )
        assert.equal(await countOf(it.pool, `skatt.opplysning where identifikator = '${KARI}'`), 1)
        assert.deepEqual(await reasons(it), { plan: 1, operatoer: 1, bevaking: 3, hendelse: 2 })
        for (const person of [KARI, OLA, EVA]) assert.ok(!daemon.output().includes(person))
      },
    )
  }

  test(
    'P8: a list that is empty or broken marks nobody gone, and an operator decides',
    WAITING,
    async () => {
      await using it = await institution()
      it.employ(PERSONS)
      await using daemon = it.start()
      await until(async () => (await countOf(it.pool, 'folger.bevaking')) === PERSONS.length)

      it.employ([])
      await it.fetchNow()
      await daemon.said('it is not followed')
      await it.caughtUp()
      assert.equal(await countOf(it.pool, 'folger.bevaking'), PERSONS.length)
      assert.equal(
        await countOf(it.pool, 'folger.inntektsmottaker where bortfalt_at is not null'),
        0,
      )
      const status = await runCommand(it.settings, ['status'])
      assert.match(status.output, /resume --api inntektsmottakere --accept-deletions/)

      it.simulator.faults.add(
        { vert: INNTEKTSMOTTAKERE },
        { type: 'html', status: 404 },
        { times: 1 },
      )
      it.employ([...PERSONS.slice(0, 5), KARI])
      const command = ['resume', '--api', INNTEKTSMOTTAKERE, '--accept-deletions']
      const accepted = await runCommand(it.settings, command)
      assert.equal(accepted.code, 0, accepted.output)
      await daemon.said('look-up failed')
      assert.equal(await countOf(it.pool, 'folger.bevaking'), PERSONS.length)

      await it.pool.query('update folger.ventende_oppslag set forfall_at = now()')
      await until(async () => (await countOf(it.pool, 'folger.bevaking')) === 6)
      await it.caughtUp()
      assert.equal(await countOf(it.pool, 'folger.parkert_oppslag'), 0)
      assert.equal(
        await countOf(it.pool, 'folger.inntektsmottaker where bortfalt_at is not null'),
        15,
      )
      await reasons(it)
    },
  )

  test(
    'P8: what is skjermet is not looked up, and takes nobody off the list',
    WAITING,
    async () => {
      await using it = await institution()
      it.employ([KARI, null])
      it.happens(KARI, '2024-01')
      it.happens(OLA, '2024-01')
      await using daemon = await startWith(it, 2)
      await until(async () => (await it.stored()).length === 1)

      it.simulator.world.set(
        INNTEKTSMOTTAKERE,
        { identifikator: EMPLOYER },
        { tilstand: 'skjermet' },
      )
      await it.fetchNow()
      await daemon.said('"skjermet":true')
      it.happens(KARI, '2024-02')
      it.happens(OLA, '2024-02')
      await until(async () => (await it.stored()).length === 2)
      await it.caughtUp()
      assert.deepEqual(await reasons(it), { plan: 1, operatoer: 1, bevaking: 1, hendelse: 1 })
    },
  )

  test(
    'a time of the plan that passed while nothing ran is made up for, and a new employer is not waited for',
    WAITING,
    async () => {
      await using it = await institution()
      it.employ([KARI])
      {
        await using daemon = it.start()
        await until(async () => (await countOf(it.pool, 'folger.bevaking')) === 1)
        daemon.kill('SIGTERM')
        await daemon.ended
      }
      assert.equal(it.lists(), 1)

      it.employ([KARI, OLA])
      employ(it.simulator.world, OTHER, { personer: [EVA] })
      await it.pool.query('update folger.inntektsmottakerliste set neste_at = now()')
      await using again = it.start({ INNTEKTSMOTTAKERE_FOR: `${EMPLOYER},${OTHER}` })
      await until(async () => (await countOf(it.pool, 'folger.bevaking')) === 3)
      await it.caughtUp()
      assert.deepEqual(await reasons(it), { plan: 3 })
      assert.match(again.output(), /lists of inntektsmottakere ordered/)
    },
  )

  test(
    'who is new is loaded in the months of the agreement, without an event',
    WAITING,
    async () => {
      await using it = await institution()
      it.employ([KARI])
      employ(it.simulator.world, OTHER, { tilOgMed: '2022-01', personer: [EVA] })
      const loading = { FORSTE_LASTING: 'siste', FORSTE_LASTING_MAANEDER: '3' }
      await using daemon = it.start({
        ...loading,
        INNTEKTSMOTTAKERE_FOR: `${EMPLOYER},${OTHER}`,
      })
      await until(async () => (await it.stored()).length === 3)
      await it.caughtUp()

      assert.ok((await it.stored()).every(({ identifikator }) => identifikator === KARI))
      assert.equal(await countOf(it.pool, 'folger.bevaking'), 2)
      assert.deepEqual(await reasons(it), { plan: 2, bevaking: 3 })
      assert.ok(!daemon.output().includes(EVA))
    },
  )

  test('the plan itself orders the lists', WAITING, async () => {
    await using it = await institution()
    it.employ([KARI])
    await using daemon = it.start({ INNTEKTSMOTTAKERE_PLAN: '* * * * * *' })
    await until(async () => it.lists() >= 3)
    daemon.kill('SIGTERM')
    await daemon.ended
    const { plan, ...others } = await reasons(it)
    assert.ok(plan !== undefined && plan >= 3)
    assert.deepEqual(others, {})
  })
})
