import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Simulator } from './simulator.ts'
import { caller, read, start } from './support.ts'

const ADA = '01810112345'
const NOKKEL = { identifikator: ADA, gjelderPeriode: '2023' }
const OPPSLAG = `/summertskattegrunnlag/v2/oppgjoer/ssb/2023/${ADA}`

async function control(simulator: Simulator, method: string, path: string, body?: unknown) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  return read(await fetch(`${simulator.url}/_simulator/${path}`, { method, ...sent }))
}

function lines(body: string): Record<string, unknown>[] {
  return body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

test('events are added, and truth and events are read, a line each', async () => {
  await using simulator = await start()
  const added = await control(simulator, 'POST', 'events', [
    { liste: 'skatteoppgjoer', ...NOKKEL },
    { liste: 'skatteoppgjoer', ...NOKKEL, sekvensnummer: '9007199254740993', tilstand: 'slettet' },
  ])
  const [first, second] = added.json.sekvensnummer
  assert.equal(second, '9007199254740993')

  const events = lines((await control(simulator, 'GET', 'events?liste=skatteoppgjoer')).body)
  assert.deepEqual(
    events.map(({ sekvensnummer }) => sekvensnummer),
    [first, second],
  )
  const truth = lines((await control(simulator, 'GET', 'truth?oppslag=summertskattegrunnlag')).body)
  assert.deepEqual(
    truth.map(({ tilstand, versjon, sekvensnummer }) => [tilstand, versjon, sekvensnummer]),
    [['slettet', 2, second]],
  )
})

test('the record is read and reset', async () => {
  await using simulator = await start()
  const get = await caller(simulator, 'skatteetaten:summertskattegrunnlag')
  await get(OPPSLAG, { korrelasjonsid: 'k-1' })
  const { json } = await control(simulator, 'GET', 'calls')
  assert.equal(json.apis.summertskattegrunnlag.highestInFlight, 1)
  assert.deepEqual(json.korrelasjonsid, { repeated: 0, missing: 0, last: ['k-1'] })
  const lookUps = lines((await control(simulator, 'GET', 'look-ups')).body)
  assert.deepEqual(
    lookUps.map(({ identifikator, count }) => [identifikator, count]),
    [[ADA, 1]],
  )

  await control(simulator, 'POST', 'reset')
  const after = await control(simulator, 'GET', 'calls')
  assert.equal(after.json.apis.summertskattegrunnlag.calls, 0)
  assert.equal((await control(simulator, 'GET', 'look-ups')).body, '')
})

test('faults, latency, tokens and the clock are steered', async () => {
  await using simulator = await start()
  const get = await caller(simulator, 'skatteetaten:summertskattegrunnlag')
  await control(simulator, 'POST', 'faults', {
    match: { kind: 'oppslag' },
    fault: { type: 'html', status: 503 },
    times: 1,
  })
  assert.equal((await get(OPPSLAG)).status, 503)
  assert.equal((await get(OPPSLAG)).status, 404)

  await control(simulator, 'POST', 'faults', { fault: { type: 'html', status: 503 } })
  await control(simulator, 'DELETE', 'faults')
  assert.equal((await control(simulator, 'POST', 'latency', { latency: 1 })).status, 200)
  assert.equal((await get(OPPSLAG)).status, 404)

  await control(simulator, 'DELETE', 'tokens')
  assert.equal((await get(OPPSLAG)).status, 401)
  const before = simulator.clock.now()
  await control(simulator, 'POST', 'clock', { advanceMs: 3_600_000 })
  assert.ok(simulator.clock.now() >= before + 3_600_000)
})

test('it populates, and gives the settings to follow it with', async () => {
  await using simulator = await start()
  await control(simulator, 'POST', 'populate', { hendelser: 10, lister: ['inntekt'] })
  assert.equal([...simulator.events('inntekt')].length, 10)
  const { json } = await control(simulator, 'GET', 'settings?stier=2022')
  assert.deepEqual(json, simulator.settings({ stier: '2022' }))
})

test('a wrong control call is told what was wrong, and an unknown one what there is', async () => {
  await using simulator = await start()
  const wrong = await control(simulator, 'POST', 'faults', { fault: { type: 'flood' } })
  assert.equal(wrong.status, 400)
  assert.match(wrong.json.feil, /fault/)
  assert.equal((await control(simulator, 'GET', 'events?liste=nope')).status, 400)
  const unknown = await control(simulator, 'GET', 'nope')
  assert.equal(unknown.status, 404)
  assert.ok(unknown.json.kall.includes('GET /truth'))
})
