import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { KARI } from '../support/builders.ts'
import { startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, endringer } from '../support/rows.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'
import { KATALOG_FIL, SEED_LISTS } from '../support/whole-katalog.ts'

/** A KATALOG_FIL on disk, removed at the end. */
async function katalogFil({ navn, tekst } = KATALOG_FIL) {
  const folder = await mkdtemp(join(tmpdir(), 'katalog-'))
  const path = join(folder, navn)
  await writeFile(path, tekst)
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

async function callsByReason(db: Awaited<ReturnType<typeof freshDatabase>>) {
  const { rows } = await db.pool.query<{ aarsak: string; antall: bigint }>(`
    select aarsak, sum(antall)::bigint as antall from folger.oppslagslogg group by aarsak`)
  return rows.map(({ aarsak, antall }) => [aarsak, Number(antall)])
}

for (const stier of ['2024', '2022'] as const) {
  test(
    `all lists of the seed are followed at once until the tables equal the truth (${stier})`,
    {
      timeout: 180_000,
    },
    async () => {
      await using db = await freshDatabase()
      await using fil = await katalogFil()
      await using simulator = await startSimulator({ katalog: loadKatalog(KATALOG_FIL), seed: 7 })
      const lister = SEED_LISTS.filter(
        (id) => simulator.katalog.lister.get(id)?.adresser[stier] !== null,
      )
      const addMore = simulator.populate({
        hendelser: 1_500,
        personer: 200,
        lister,
        slettet: 0.05,
        ingenData: 0.05,
      })
      const settings = settingsFor(simulator, { url: db.url, lister, stier })
      await using daemon = startDaemon({ ...settings, KATALOG_FIL: fil.path })

      await until(() => isCaughtUp(db.pool, simulator))
      // More events about what is stored already: changes, deletions, data that comes back.
      addMore(500)
      await until(() => isCaughtUp(db.pool, simulator))

      assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
      const events = lister.reduce((sum, id) => sum + [...simulator.events(id)].length, 0)
      assert.equal(await countOf(db.pool, 'folger.hendelse'), events)
      for (const [vert, { highestInFlight }] of Object.entries(simulator.calls.summary())) {
        // One token a scope: Maskinporten is none of the APIs.
        assert.ok(
          highestInFlight <= 5 || vert === 'maskinporten',
          `${vert}: ${highestInFlight} in flight`,
        )
      }
      assert.equal(await countOf(db.pool, 'folger.parkert_oppslag'), 0)

      daemon.kill('SIGTERM')
      assert.equal((await daemon.ended).code, 0)
      // P5: every call that the simulator got is in the log, with its reason.
      assert.deepEqual(await callsByReason(db), [
        ['hendelse', simulator.calls.count({ kind: 'oppslag' })],
      ])
    },
  )
}

test('P6: oppslag of one API share its five slots', { timeout: 180_000 }, async () => {
  const shared = { oppslag: { avregning: { vert: 'summertskattegrunnlag' } } }
  const katalog = { navn: 'shared.json', tekst: JSON.stringify(shared) }
  await using db = await freshDatabase()
  await using fil = await katalogFil(katalog)
  await using simulator = await startSimulator({ katalog: loadKatalog(katalog), latencyMs: 50 })
  // Each of the two has work for longer than a resolver ever sleeps.
  simulator.populate({ hendelser: 150, lister: ['skatteoppgjoer'], gjentatt: 0 })
  await using _ = startDaemon({
    ...settingsFor(simulator, { url: db.url, lister: ['skatteoppgjoer'] }),
    OPPSLAG__SKATTEOPPGJOER: 'summertskattegrunnlag,avregning',
    KATALOG_FIL: fil.path,
  })

  await until(() => isCaughtUp(db.pool, simulator))

  assert.ok((await countOf(db.pool, 'skatt.avregning')) > 0)
  assert.equal(simulator.calls.highestInFlight('summertskattegrunnlag'), 5)
})

// The look-up is held open while the event comes, so the overlap is certain.
test(
  'P3: an event that arrives while its nøkkel is looked up ends in the newer data',
  {
    timeout: 180_000,
  },
  async () => {
    await using db = await freshDatabase()
    await using simulator = await startSimulator({ katalog: loadKatalog() })
    const lister = ['tilleggsskatt']
    const change = { identifikator: KARI, gjelderPeriode: '2023' }
    simulator.world.add('tilleggsskatt', change)
    const hold = simulator.hold({ oppslag: 'tilleggsskatt' })
    await using _ = startDaemon(settingsFor(simulator, { url: db.url, lister }))

    await hold.reached
    simulator.world.add('tilleggsskatt', change)
    await until(async () => (await countOf(db.pool, 'folger.hendelse')) === 2)
    hold.release()
    await until(() => isCaughtUp(db.pool, simulator))

    assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
    assert.deepEqual(await endringer(db.pool), ['ny', 'endret'])
    assert.equal(simulator.calls.count({ kind: 'oppslag' }), 2)
  },
)

test('P5: an event read again, and a restart, cause no look-up', { timeout: 180_000 }, async () => {
  await using db = await freshDatabase()
  await using simulator = await startSimulator({ katalog: loadKatalog() })
  simulator.populate({ hendelser: 200, lister: ['tilleggsskatt'], gjentatt: 0 })
  const settings = settingsFor(simulator, { url: db.url, lister: ['tilleggsskatt'] })
  {
    await using daemon = startDaemon(settings)
    await until(() => isCaughtUp(db.pool, simulator))
    daemon.kill('SIGTERM')
    await daemon.ended
  }
  const before = simulator.calls.count({ kind: 'oppslag' })

  await db.pool.query('update folger.posisjon set neste_sekvensnummer = 1')
  await using _ = startDaemon(settings)
  await until(() => isCaughtUp(db.pool, simulator))

  assert.equal(before, 200)
  assert.equal(simulator.calls.count({ kind: 'oppslag' }), before)
})

test(
  'P7: a 410 empties the data and writes the tombstone and the endring',
  {
    timeout: 180_000,
  },
  async () => {
    await using db = await freshDatabase()
    await using simulator = await startSimulator({ katalog: loadKatalog() })
    const nokkel = { identifikator: KARI, gjelderPeriode: '2023' }
    simulator.world.add('skattemelding-fastsatt', nokkel)
    const settings = settingsFor(simulator, { url: db.url, lister: ['skattemelding-fastsatt'] })
    await using _ = startDaemon({
      ...settings,
      OPPSLAG__SKATTEMELDING_FASTSATT: 'skattemelding-fastsatt',
    })
    await until(() => isCaughtUp(db.pool, simulator))

    simulator.world.remove('skattemelding-fastsatt', nokkel)
    await until(() => isCaughtUp(db.pool, simulator))

    const { rows } = await db.pool.query('select tilstand, data from skatt.skattemelding_fastsatt')
    assert.deepEqual(rows, [{ tilstand: 'slettet', data: null }])
    assert.deepEqual(await endringer(db.pool), ['ny', 'slettet'])
  },
)

test('P12: no identifikator in what the daemon writes', { timeout: 180_000 }, async () => {
  await using db = await freshDatabase()
  await using simulator = await startSimulator({ katalog: loadKatalog() })
  simulator.populate({ hendelser: 300, lister: ['skatteoppgjoer'] })
  simulator.faults.add(
    { kind: 'oppslag' },
    { type: 'html', status: 500 },
    { share: 0.2, times: 50 },
  )
  simulator.faults.add(
    { kind: 'oppslag' },
    { type: 'feil', status: 400, kode: 'BSA-006' },
    { times: 3 },
  )
  const settings = settingsFor(simulator, { url: db.url, lister: ['skatteoppgjoer'] })
  await using daemon = startDaemon({ ...settings, LOG_LEVEL: 'trace' })
  await daemon.said('nøkkel parked')
  await until(async () => (await countOf(db.pool, 'skatt.opplysning')) > 100)

  const output = daemon.output()
  // Whom a line is about is told to those who know the identifikator.
  const [parked] = (
    await db.pool.query<{ ref: string }>(
      'select drift.ref(identifikator) from folger.parkert_oppslag',
    )
  ).rows
  assert.match(output, new RegExp(`"ref":"${parked?.ref}".*"msg":"nøkkel parked"`))
  assert.match(output, /"msg":"nøkkel settled"/)
  for (const { identifikator } of simulator.events('skatteoppgjoer')) {
    assert.ok(identifikator !== null && !output.includes(identifikator))
  }
})
