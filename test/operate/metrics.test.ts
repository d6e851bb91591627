import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import { ALL_METRICS } from '../../src/operate/metric-definitions.ts'
import { createMetrics } from '../../src/operate/metrics.ts'
import { NOTHING_SETTLED } from '../../src/store/store-answers.ts'
import { ventende } from '../support/builders.ts'
import { readSamples } from '../support/served.ts'
import { status } from '../support/status.ts'

const QUIET = {
  isReady: true,
  overdue: [],
  connections: { total: 3, idle: 1, waiting: 0, max: 4 },
  status: status(),
  signingKey: null,
}

/** Metrics whose clocks the test moves. */
function measured() {
  const time = { now: 0, date: 0 }
  const metrics = createMetrics('1.2.3', { now: () => time.now, date: () => time.date })
  return {
    time,
    metrics,
    samples: async () => readSamples((await metrics.expose(QUIET)).text),
  }
}

test('a look-up is in flight until it has ended, and its time is counted also when it fails', async () => {
  const { time, metrics, samples } = measured()
  const answer = Promise.withResolvers<string>()
  const lookUp = metrics.timingLookUps('inntekt', () => answer.promise)

  const running = lookUp()
  const during = (await samples()).sum('hendelsesfolger_oppslag_in_flight')
  time.now = 4_000
  answer.reject(new Fault('TIMED_OUT', 'no answer'))
  await assert.rejects(running)

  const { sum } = await samples()
  assert.deepEqual([during, sum('hendelsesfolger_oppslag_in_flight')], [1, 0])
  assert.equal(sum('hendelsesfolger_oppslag_duration_seconds_sum', { api: 'inntekt' }), 4)
})

test('calls are counted by reason and outcome, answers by what they did to the tables', async () => {
  const { metrics, samples } = measured()

  metrics.settled(
    'inntekt',
    [
      { nokkel: ventende(), utfall: 'data' },
      { nokkel: ventende({ aarsak: 'bevaking', liste: null }), utfall: 'data' },
      { nokkel: ventende(), utfall: 'SERVER_ERROR' },
    ],
    { ...NOTHING_SETTLED, ny: 1, uendret: 1 },
  )

  const { sum } = await samples()
  assert.equal(sum('hendelsesfolger_oppslag_total', { aarsak: 'hendelse', utfall: 'data' }), 1)
  assert.equal(sum('hendelsesfolger_oppslag_total', { aarsak: 'bevaking' }), 1)
  assert.equal(sum('hendelsesfolger_oppslag_total', { utfall: 'SERVER_ERROR' }), 1)
  assert.equal(sum('hendelsesfolger_svar_total', { resultat: 'ny' }), 1)
  assert.equal(sum('hendelsesfolger_svar_total', { resultat: 'slettet' }), undefined)
})

test('freshness is told of data that was stored for an event, from when it was read and registered', async () => {
  const { time, metrics, samples } = measured()
  time.date = 100_000

  metrics.settled(
    'inntekt',
    [
      {
        nokkel: ventende({ liste: 'inntekt', mottattMs: 98_000, registrertMs: 40_000 }),
        utfall: 'data',
      },
      { nokkel: ventende({ liste: 'inntekt', mottattMs: 1 }), utfall: 'SERVER_ERROR' },
      { nokkel: ventende({ mottattMs: 1, aarsak: 'operatoer', liste: null }), utfall: 'data' },
    ],
    NOTHING_SETTLED,
  )

  const { sum } = await samples()
  assert.equal(sum('hendelsesfolger_received_to_stored_seconds_sum', { liste: 'inntekt' }), 2)
  assert.equal(sum('hendelsesfolger_received_to_stored_seconds_count'), 1)
  assert.equal(sum('hendelsesfolger_registrering_to_stored_seconds_sum'), 60)
})

test('pages are counted by outcome; a reading that was told to stop has none', async () => {
  const { metrics, samples } = measured()
  const outcomes = [
    () => Promise.resolve('page'),
    () => Promise.reject(new Fault('UNAVAILABLE', 'away')),
    () => Promise.reject(new DOMException('stopped', 'AbortError')),
  ]

  for (const outcome of outcomes) {
    await metrics
      .countingPages('inntekt', outcome)()
      .catch(() => undefined)
  }

  const { sum } = await samples()
  assert.equal(sum('hendelsesfolger_pages_total', { utfall: 'ok' }), 1)
  assert.equal(sum('hendelsesfolger_pages_total', { utfall: 'UNAVAILABLE' }), 1)
  assert.equal(sum('hendelsesfolger_pages_total'), 2)
})

test('readings are those of the moment that Prometheus asks', async () => {
  const { metrics } = measured()

  const { contentType, text } = await metrics.expose({ ...QUIET, overdue: ['api:inntekt'] })

  const { sum } = readSamples(text)
  assert.match(contentType, /^text\/plain; version=0\.0\.4/)
  assert.equal(sum('hendelsesfolger_loops_overdue'), 1)
  assert.equal(sum('hendelsesfolger_ready'), 1)
  assert.equal(sum('hendelsesfolger_database_connections', { state: 'in_use' }), 2)
  assert.equal(sum('hendelsesfolger_build_info', { version: '1.2.3' }), 1)
})

test('of the signing keys the one in use has its age, and where a sidecar signs there is none', async () => {
  const { metrics } = measured()
  const name = 'hendelsesfolger_signing_key_first_seen_timestamp_seconds'
  const ages: (number | undefined)[] = []
  for (const signingKey of [
    null,
    { avtrykk: 'a', firstSeenMs: 1_000 },
    { avtrykk: 'b', firstSeenMs: 2_000 },
  ]) {
    const { sum } = readSamples((await metrics.expose({ ...QUIET, signingKey })).text)
    ages.push(sum(name))
  }
  assert.deepEqual(ages, [undefined, 1, 2])
})

test('names follow the rules: our prefix, _total for counters alone, seconds as the unit of time', () => {
  for (const { name, type, help } of ALL_METRICS) {
    assert.match(name, /^hendelsesfolger_[a-z_]+$/)
    assert.equal(name.endsWith('_total'), type === 'counter', name)
    assert.ok(type !== 'histogram' || name.endsWith('_seconds'), name)
    assert.ok(help.length > 10, name)
  }
})
