/** Whoever is put on the watch list is loaded once, under the daemon: no event tells about them. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { STIER, type Stier } from '../../src/domain/katalog.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { SISTE } from '../simulator/siste-periode.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { KARI, OLA } from '../support/builders.ts'
import { runCommand, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { until } from '../support/until.ts'

const EVA = '03830312345'
const WAITING = { timeout: 180_000 }
const YEARLY = 'summertskattegrunnlag'

/** One who holds data about some persons, in tax years and in months; nothing is started yet. */
async function holder(stier: Stier = '2024') {
  const closing = new AsyncDisposableStack()
  const db = closing.use(await freshDatabase())
  const simulator = closing.use(await startSimulator({ katalog: loadKatalog() }))
  const { pool } = db
  const settings = {
    ...settingsFor(simulator, { url: db.url, lister: ['skatteoppgjoer', 'inntekt'], stier }),
    OPPSLAG__SKATTEOPPGJOER: YEARLY,
    FOLG: 'bevakede',
    FORSTE_LASTING_MAANEDER: '2',
  }
  return {
    pool,
    settings,
    simulator,
    start: (changes: Readonly<Record<string, string>> = {}) =>
      startDaemon({ ...settings, ...changes }),
    /** It has data of that year, and no event that we read tells of it. */
    hasYear: (identifikator: string, gjelderPeriode: string) => {
      simulator.world.set(YEARLY, { identifikator, gjelderPeriode }, {})
    },
    watch: async (...identifikatorer: readonly string[]) => {
      const { code, output } = await runCommand(
        settings,
        ['watch', 'import', '-'],
        identifikatorer.join('\n'),
      )
      assert.equal(code, 0, output)
    },
    /** Everybody has been gone through, and nothing waits. */
    loaded: () =>
      until(async () => {
        if ((await countOf(pool, 'folger.forste_lasting')) > 0) return false
        return (await countOf(pool, 'folger.ventende_oppslag')) === 0
      }),
    calls: () => simulator.calls.count({ kind: 'oppslag' }),
    asked: () => simulator.calls.count({ kind: 'oppslag', vert: SISTE }),
    /** What is stored of the yearly oppslag, as `identifikator year tilstand`. */
    years: () =>
      texts(`
        select concat_ws(' ', identifikator, gjelder_periode, tilstand) as text
          from skatt.opplysning where oppslag = '${YEARLY}' order by 1`),
    /** P5: calls by reason add up to what the simulator has counted. */
    reasons: async () => {
      const { rows } = await pool.query<{ aarsak: string; antall: number }>(
        'select aarsak, sum(antall)::int as antall from folger.oppslagslogg group by 1',
      )
      const all = rows.reduce((sum, { antall }) => sum + antall, 0)
      assert.equal(all, simulator.calls.count({ kind: 'oppslag' }))
      return Object.fromEntries(rows.map(({ aarsak, antall }) => [aarsak, antall]))
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }

  async function texts(statement: string): Promise<readonly string[]> {
    const { rows } = await pool.query<{ text: string }>(statement)
    return rows.map(({ text }) => text)
  }
}

describe('first loading', { concurrency: 2 }, () => {
  for (const stier of STIER) {
    test(
      `P5: who is imported is asked about once and looked up in the newest year, whatever is started or imported again (${stier})`,
      WAITING,
      async () => {
        await using it = await holder(stier)
        it.hasYear(KARI, '2021')
        it.hasYear(KARI, '2023')
        it.hasYear(EVA, '2023')
        {
          await using daemon = it.start()
          await daemon.said('following')
          await it.watch(KARI, OLA)
          await it.loaded()
          daemon.kill('SIGTERM')
          await daemon.ended
          for (const person of [KARI, OLA]) assert.ok(!daemon.output().includes(person))
        }
        // Both are asked about, and for two months of income; one has a year. The other has none, and
        // that is no fault.
        assert.deepEqual(await it.years(), [`${KARI} 2023 gjeldende`])
        assert.deepEqual(await it.reasons(), { bevaking: 2 + 4 + 1 })
        assert.equal(await countOf(it.pool, 'folger.parkert_oppslag'), 0)

        await using again = it.start()
        await again.said('following')
        await it.watch(KARI, OLA, EVA)
        await until(async () => (await it.years()).length === 2)
        await it.loaded()
        assert.equal(it.asked(), 3)
        assert.deepEqual(await it.reasons(), { bevaking: 7 + 4 })
        assert.deepEqual(await it.years(), [`${KARI} 2023 gjeldende`, `${EVA} 2023 gjeldende`])
      },
    )
  }

  test(
    'an event about the newest year is not looked up twice, and later events are',
    WAITING,
    async () => {
      await using it = await holder()
      it.simulator.world.add('skatteoppgjoer', { identifikator: KARI, gjelderPeriode: '2023' })
      await using daemon = it.start({ FORSTE_LASTING_MAANEDER: '0' })
      await until(async () => (await countOf(it.pool, 'folger.hendelse')) === 1)
      await it.watch(KARI)
      await until(async () => (await it.years()).length === 1)
      await it.loaded()
      assert.deepEqual(await it.reasons(), { bevaking: 2 })

      it.simulator.world.add('skatteoppgjoer', { identifikator: KARI, gjelderPeriode: '2024' })
      await until(async () => (await it.years()).length === 2)
      await it.loaded()
      assert.deepEqual(await it.reasons(), { bevaking: 2, hendelse: 1 })
      assert.ok(!daemon.output().includes(KARI))
    },
  )

  test(
    'what is skjermet is loaded in no year, and a fault of one parks that one alone',
    WAITING,
    async () => {
      await using it = await holder()
      it.simulator.world.set(SISTE, { identifikator: KARI }, { tilstand: 'skjermet' })
      it.simulator.faults.add(
        { vert: SISTE, identifikator: OLA },
        { type: 'answer', status: 400, body: '{"kode":"TD-003","melding":"Ugyldig"}' },
      )
      it.hasYear(KARI, '2023')
      it.hasYear(EVA, '2022')
      await using daemon = it.start({ FORSTE_LASTING_MAANEDER: '0' })
      await daemon.said('following')
      await it.watch(KARI, OLA, EVA)
      await until(async () => (await it.years()).length === 1)
      await it.loaded()

      assert.deepEqual(await it.years(), [`${EVA} 2022 gjeldende`])
      const { rows } = await it.pool.query('select oppslag, kode from folger.parkert_oppslag')
      assert.deepEqual(rows, [{ oppslag: SISTE, kode: 'TD-003' }])
      assert.deepEqual(await it.reasons(), { bevaking: 4 })
    },
  )

  test('years are loaded as they are set, without a question', WAITING, async () => {
    await using it = await holder()
    it.hasYear(KARI, '2022')
    await using daemon = it.start({ FORSTE_LASTING: '2021-2022' })
    await daemon.said('following')
    await it.watch(KARI)
    await until(async () => (await it.years()).length === 2)
    await it.loaded()

    assert.deepEqual(await it.years(), [`${KARI} 2021 ingen_data`, `${KARI} 2022 gjeldende`])
    assert.equal(it.asked(), 0)
    assert.deepEqual(await it.reasons(), { bevaking: 2 + 24 })
  })
})
