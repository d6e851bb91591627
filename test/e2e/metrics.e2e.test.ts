/** The numbers of /metrics beside what really happened: the simulator's record and the tables. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { ALL_METRICS } from '../../src/operate/metric-definitions.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { servedBy } from '../support/served.ts'
import { isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTE = 'skattemelding-fastsatt'

test('metrics tell what was read, looked up, saved and stored', { timeout: 180_000 }, async () => {
  await using db = await freshDatabase()
  await using simulator = await startSimulator({ katalog: loadKatalog(), seed: 3 })
  simulator.populate({ hendelser: 400, lister: [LISTE], personer: 20, slettet: 0, ingenData: 0 })
  const events = [...simulator.events(LISTE)].length
  // All events are on one page, so no look-up begins before the last of them waits.
  await using daemon = startDaemon({
    ...settingsFor(simulator, { url: db.url, lister: [LISTE] }),
    SIDE_ANTALL: String(events),
  })
  const { samples } = await servedBy(daemon)
  await until(() => isCaughtUp(db.pool, simulator))
  const calls = simulator.calls.count({ kind: 'oppslag' })
  // They are counted when they have been committed.
  await until(async () => (await samples()).sum('hendelsesfolger_oppslag_total') === calls)

  const { sum, all } = await samples()

  const answers = { aarsak: 'hendelse', utfall: 'data' }
  assert.equal(sum('hendelsesfolger_hendelser_total', { liste: LISTE }), events)
  assert.equal(sum('hendelsesfolger_oppslag_total', answers), calls)
  assert.equal(sum('hendelsesfolger_oppslag_duration_seconds_count'), calls)
  assert.equal(sum('hendelsesfolger_oppslag_in_flight'), 0)
  assert.equal(sum('hendelsesfolger_received_to_stored_seconds_count', { liste: LISTE }), calls)
  assert.equal(sum('hendelsesfolger_registrering_to_stored_seconds_count'), calls)
  const stored = await countOf(db.pool, 'skatt.opplysning')
  assert.equal(sum('hendelsesfolger_svar_total', { resultat: 'ny' }), stored)
  // Without coalescing: a call for each event in each of the two oppslag of the list.
  assert.equal(sum('hendelsesfolger_oppslag_coalesced_total'), events * 2 - stored)
  assert.equal(sum('hendelsesfolger_lease_held', { loop: `liste:egen:${LISTE}` }), 1)
  assert.equal(sum('hendelsesfolger_ready'), 1)
  const { rows } = await db.pool.query(
    'select extract(epoch from forst_sett_at)::float8 as seconds from folger.signeringsnokkel',
  )
  const keySeconds = sum('hendelsesfolger_signing_key_first_seen_timestamp_seconds') ?? 0
  assert.ok(Math.abs(keySeconds - rows[0].seconds) < 0.001)

  const known = ALL_METRICS.map(({ name }) => name)
  for (const { name } of all) {
    const plain = name.replace(/_(bucket|sum|count)$/, '')
    assert.ok(/^(process|nodejs)_/.test(name) || known.includes(plain), `${name} is not defined`)
  }
})

test('P12: no identifikator in the metrics', { timeout: 180_000 }, async () => {
  await using db = await freshDatabase()
  await using simulator = await startSimulator({ katalog: loadKatalog() })
  simulator.populate({ hendelser: 100, lister: [LISTE] })
  await using daemon = startDaemon(settingsFor(simulator, { url: db.url, lister: [LISTE] }))
  const { get } = await servedBy(daemon)
  await until(() => isCaughtUp(db.pool, simulator))

  const text = await (await get('/metrics')).text()

  for (const { identifikator } of simulator.events(LISTE)) {
    assert.ok(identifikator !== null && !text.includes(identifikator))
  }
})
