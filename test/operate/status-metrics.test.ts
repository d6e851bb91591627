import assert from 'node:assert/strict'
import { test } from 'node:test'
import { STORED } from '../../src/operate/metric-definitions.ts'
import { createRegistry } from '../../src/operate/prometheus.ts'
import { type Status, statusOf } from '../../src/operate/status/status.ts'
import { statusGauges } from '../../src/operate/status-metrics.ts'
import { readSamples } from '../support/served.ts'
import {
  apiRow,
  before,
  FOLLOWED,
  listeRow,
  MINUTE,
  NOW_MS,
  oppslagRow,
  status,
  storedStatus,
} from '../support/status.ts'

const OURS = new Set<string>(Object.values(STORED).map(({ name }) => name))

function gauges() {
  const registry = createRegistry()
  const set = statusGauges(registry)
  return async (given: Status) => {
    set(given)
    const samples = readSamples(await registry.metrics())
    const value = (name: string, labels: Readonly<Record<string, string>> = {}) =>
      samples.sum(`hendelsesfolger_${name}`, labels)
    return { value, all: samples.all.filter(({ name }) => OURS.has(name)) }
  }
}

test('a list has its posisjon, its head, and how far it is behind', async () => {
  const { value } = await gauges()(
    status({
      lister: [
        listeRow({
          tilstand: 'leser',
          neste: 101n,
          hode: 150n,
          ventende: 12n,
          eldsteVentendeMs: before(3 * MINUTE),
          ajourMs: before(60 * MINUTE),
          registrertMs: before(10 * MINUTE),
        }),
      ],
    }),
  )
  const labels = { konsument: 'egen', liste: 'inntekt' }

  assert.equal(value('liste_posisjon', labels), 101)
  assert.equal(value('liste_head', labels), 150)
  assert.equal(value('liste_lag_events', labels), 50)
  assert.equal(value('liste_lag_seconds', labels), 600)
  assert.equal(value('liste_caught_up', labels), 0)
  assert.equal(value('liste_tilstand', { ...labels, tilstand: 'leser' }), 1)
  assert.equal(value('liste_tilstand', labels), 1)
  assert.equal(value('liste_last_success_timestamp_seconds', labels), NOW_MS / 1_000 - 20)
  assert.equal(value('liste_plan_interval_seconds', labels), 60)
  assert.equal(value('ventende_oppslag', labels), 12)
  assert.equal(value('ventende_oppslag_oldest_age_seconds', labels), 180)
  assert.equal(value('database_up'), 1)
})

test('what is not known is absent: no zero that means something else', async () => {
  const fresh = { lestMs: null, ajourMs: null, registrertMs: null, gjenspeilerTilMs: null }
  const { value } = await gauges()(status({ lister: [listeRow(fresh)] }))

  for (const name of [
    'liste_lag_seconds',
    'liste_last_success_timestamp_seconds',
    'liste_last_registrering_timestamp_seconds',
    'liste_reflected_until_timestamp_seconds',
    'ventende_oppslag_oldest_age_seconds',
  ]) {
    assert.equal(value(name), undefined, name)
  }
})

test('an API is paused by a fault, by an operator, or for a wave of deletions', async () => {
  const { value } = await gauges()(
    status({
      apier: [
        apiRow({ api: 'a', feil: '503', feilklasse: 'UNAVAILABLE' }),
        apiRow({ api: 'b', pausetAv: 'kari' }),
        apiRow({ api: 'c', bolgeMs: before(MINUTE), feil: 'x', feilklasse: 'DELETION_WAVE' }),
      ],
      oppslag: [oppslagRow({ api: 'a', forfaltMs: before(2 * MINUTE) })],
    }),
  )

  assert.equal(value('api_paused', { api: 'a', by: 'fault' }), 1)
  assert.equal(value('api_paused', { api: 'b', by: 'operator' }), 1)
  assert.equal(value('api_paused'), 2)
  assert.equal(value('api_deletion_wave', { api: 'c' }), 1)
  assert.equal(value('api_deletion_wave'), 1)
  assert.equal(value('oppslag_due_seconds', { api: 'a' }), 120)
  assert.equal(value('oppslag_due_seconds', { api: 'b' }), 0)
})

test('what is gone is gone: a list that was taken out, nøkler that were retried', async () => {
  const set = gauges()
  const parkert = [
    { konsument: 'egen', oppslag: 'inntekt', feilklasse: 'REJECTED', antall: 3n, eldsteMs: 0 },
  ]
  const first = await set(status({ parkert }))
  const second = await set(status({}, { ...FOLLOWED, lister: [] }))

  assert.equal(first.value('parkert_oppslag', { feilklasse: 'REJECTED' }), 3)
  assert.equal(second.value('parkert_oppslag'), undefined)
  assert.equal(second.value('liste_posisjon'), undefined)
})

test('while Postgres is away only that is told', async () => {
  const set = gauges()
  await set(status())
  const fault = { sinceMs: before(0), advice: 'x' }
  const { value, all } = await set(statusOf(storedStatus(), FOLLOWED, fault))

  assert.equal(value('database_up'), 0)
  assert.equal(all.length, 1)
})

test('before it has been asked nothing is told of it', async () => {
  const { all } = await gauges()(statusOf(null, FOLLOWED, null))

  assert.deepEqual(all, [])
})
