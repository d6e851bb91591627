import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { KARI, OLA } from '../support/builders.ts'
import { startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTE = 'skattemelding-fastsatt'
const LISTER = [LISTE, 'tilleggsskatt']
const KARI_2023 = { identifikator: KARI, gjelderPeriode: '2023' }
const OLA_2023 = { identifikator: OLA, gjelderPeriode: '2023' }

async function following(db: TestDatabase, settings: Readonly<Record<string, string>> = {}) {
  const simulator = await startSimulator({ katalog: loadKatalog() })
  const env = settingsFor(simulator, { url: db.url, lister: LISTER })
  return { simulator, start: () => startDaemon({ ...env, ...settings }) }
}

function odd(json: string) {
  return { identifikator: null, json }
}

async function stateOf(db: TestDatabase, liste: string): Promise<string | undefined> {
  const { rows } = await db.pool.query<{ tilstand: string }>(
    'select tilstand from folger.posisjon where liste = $1',
    [liste],
  )
  return rows[0]?.tilstand
}

test(
  'P1: an empty page inside a gap is not the end: what lies behind it is read',
  {
    timeout: 180_000,
  },
  async () => {
    await using db = await freshDatabase()
    const { simulator, start } = await following(db)
    await using _simulator = simulator
    simulator.world.configure(LISTE, { vindu: true })
    simulator.world.add(LISTE, KARI_2023)
    simulator.world.addAt(LISTE, 1_234n, OLA_2023)
    const last = { ...KARI_2023, registreringstidspunkt: '2024-01-05T08:00:00Z' }
    simulator.world.addAt(LISTE, 5_000n, last)

    await using daemon = start()
    await until(() => isCaughtUp(db.pool, simulator))

    assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
    assert.equal(await countOf(db.pool, 'folger.hendelse'), 3)
    assert.match(daemon.output(), /events found behind a gap/)
    // What the start service told on the way is kept, for those who ask how far behind we are.
    const { rows } = await db.pool.query(
      'select hode from folger.posisjon where liste = $1 and hode_at is not null',
      [LISTE],
    )
    assert.deepEqual(rows, [{ hode: 5_000n }])
  },
)

test('P1: a short page is not the end', { timeout: 180_000 }, async () => {
  await using db = await freshDatabase()
  const { simulator, start } = await following(db)
  await using _simulator = simulator
  simulator.world.configure(LISTE, { maksAntall: 3 })
  simulator.populate({ hendelser: 40, lister: [LISTE] })

  await using _ = start()
  await until(() => isCaughtUp(db.pool, simulator))

  assert.equal(await countOf(db.pool, 'folger.hendelse'), 40)
})

test(
  'P2: a page that is unsorted, repeats itself and is larger than asked for is stored once',
  {
    timeout: 180_000,
  },
  async () => {
    await using db = await freshDatabase()
    const { simulator, start } = await following(db, { SIDE_ANTALL: '10' })
    await using _simulator = simulator
    simulator.populate({ hendelser: 60, lister: [LISTE] })
    const all = simulator.world.list(LISTE).events
    simulator.world.onPage(LISTE, (page) => {
      const first = page[0] === undefined ? 0 : all.indexOf(page[0])
      const larger = page.length === 0 ? [] : all.slice(first, first + 25)
      return [...larger, ...larger].toReversed()
    })

    await using _ = start()
    await until(() => isCaughtUp(db.pool, simulator))

    assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
    assert.equal(await countOf(db.pool, 'folger.hendelse'), 60)
  },
)

// If this fails, an event whose number was given before and shown after another is lost for good.
test(
  'P1: a number that appears late below the posisjon is found by the overlap re-read',
  {
    timeout: 180_000,
  },
  async () => {
    await using db = await freshDatabase()
    const { simulator, start } = await following(db, { OVERLAPP_PLAN: '* * * * * *' })
    await using _simulator = simulator
    simulator.world.addAt(LISTE, 100n, KARI_2023)
    await using daemon = start()
    await until(() => isCaughtUp(db.pool, simulator))

    simulator.world.addAt(LISTE, 99n, OLA_2023)
    await daemon.said('late events found')
    await until(() => isCaughtUp(db.pool, simulator))

    assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
    const { rows } = await db.pool.query(
      'select neste_sekvensnummer from folger.posisjon where liste = $1',
      [LISTE],
    )
    assert.deepEqual(rows, [{ neste_sekvensnummer: 101n }])
  },
)

test('P5: an overlap that holds nothing new causes no look-up', { timeout: 180_000 }, async () => {
  await using db = await freshDatabase()
  const { simulator, start } = await following(db, {
    OVERLAPP_PLAN: '* * * * * *',
    OPPSLAG__SKATTEMELDING_FASTSATT: LISTE,
  })
  await using _simulator = simulator
  simulator.populate({ hendelser: 20, lister: [LISTE], gjentatt: 0 })
  await using _ = start()
  await until(() => isCaughtUp(db.pool, simulator))

  const before = simulator.calls.count({ kind: 'liste' })
  await simulator.calls.when((calls) => calls.count({ kind: 'liste' }) > before + 6)

  assert.equal(simulator.calls.count({ kind: 'oppslag' }), 20)
})

test(
  'a list that was set up anew is put in gap and not read, and the others go on',
  {
    timeout: 180_000,
  },
  async () => {
    await using db = await freshDatabase()
    const { simulator, start } = await following(db)
    await using _simulator = simulator
    simulator.populate({ hendelser: 50, lister: [LISTE], gjentatt: 0 })
    {
      await using daemon = start()
      await until(() => isCaughtUp(db.pool, simulator))
      daemon.kill('SIGTERM')
      await daemon.ended
    }

    simulator.world.restart(LISTE)
    simulator.world.add(LISTE, { identifikator: OLA, gjelderPeriode: '2019' })
    simulator.world.add('tilleggsskatt', KARI_2023)
    await using daemon = start()
    await daemon.said('list is in gap')
    await until(async () => (await countOf(db.pool, 'skatt.tilleggsskatt')) === 1)

    assert.equal(await stateOf(db, LISTE), 'gap')
    assert.match(daemon.output(), /it was set up anew/)
    assert.equal(await countOf(db.pool, 'folger.hendelse'), 51)
  },
)

test(
  'a list that took its newest event back is still the list that we follow',
  {
    timeout: 180_000,
  },
  async () => {
    await using db = await freshDatabase()
    const { simulator, start } = await following(db)
    await using _simulator = simulator
    simulator.world.add(LISTE, KARI_2023)
    simulator.world.add(LISTE, OLA_2023)
    await using _ = start()
    await until(() => isCaughtUp(db.pool, simulator))

    simulator.world.onPage(LISTE, (page) =>
      page.filter(({ identifikator }) => identifikator === KARI),
    )
    simulator.world.addAt(LISTE, 1_000n, KARI_2023)
    await until(() => isCaughtUp(db.pool, simulator))

    assert.equal(await stateOf(db, LISTE), 'ajour')
  },
)

test('the largest number there can be is read, and is the end', { timeout: 180_000 }, async () => {
  await using db = await freshDatabase()
  const { simulator, start } = await following(db)
  await using _simulator = simulator
  simulator.world.addAt(LISTE, 9_007_199_254_740_993n, KARI_2023)
  simulator.world.addAt(LISTE, 9_223_372_036_854_775_807n, OLA_2023)

  await using _ = start()
  await until(async () => (await stateOf(db, LISTE)) === 'ajour')

  const { rows } = await db.pool.query('select sekvensnummer from folger.hendelse order by 1')
  assert.deepEqual(
    rows.map(({ sekvensnummer }) => sekvensnummer),
    [9_007_199_254_740_993n, 9_223_372_036_854_775_807n],
  )
})

test(
  'an event with null, unknown and misspelt fields is stored, and stops nothing',
  {
    timeout: 180_000,
  },
  async () => {
    await using db = await freshDatabase()
    const { simulator, start } = await following(db)
    await using _simulator = simulator
    simulator.world.addAt(
      LISTE,
      1n,
      odd('{"sekvensnummer":1,"identifikator":null,"gjelderPeriode":null}'),
    )
    simulator.world.addAt(
      LISTE,
      2n,
      odd('{"sekvensnummer":"2","hendelsestype":"INDENTITETSENDRING","nytt":{"n":1e2}}'),
    )
    simulator.world.addAt(
      LISTE,
      3n,
      odd('{"sekvensnummer":3,"identifikator":"a\\u0000b\\ud800","gjelderPeriode":2023}'),
    )
    simulator.world.addAt(LISTE, 4n, KARI_2023)

    await using _ = start()
    await until(
      async () =>
        (await countOf(db.pool, 'skatt.skattemelding_fastsatt where data is not null')) === 1,
    )

    const { rows } = await db.pool.query(`
    select sekvensnummer, hendelsetype, gjelder_periode, andre_felt::text from folger.hendelse order by 1`)
    assert.deepEqual(
      rows.map((row) => [row.sekvensnummer, row.hendelsetype, row.gjelder_periode, row.andre_felt]),
      [
        [1n, null, null, null],
        [2n, 'INDENTITETSENDRING', null, '{"nytt": {"n": 100}}'],
        [3n, null, '2023', '{"identifikator": "a\uFFFDb\uFFFD"}'],
        [4n, 'NY', '2023', null],
      ],
    )
  },
)
