import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caller, start, type Get } from './support.ts'
import type { Simulator } from './simulator.ts'

/** These wait for something that would never come if they failed. */
const WAITING = { timeout: 180_000 }

const ADA = '01810112345'
const GRACE = '02820212345'
const OPPSLAG = { kind: 'oppslag' } as const

async function ready(
  simulator: Simulator,
): Promise<{ get: Get; lookUp: (id?: string) => ReturnType<Get> }> {
  for (const identifikator of [ADA, GRACE]) {
    simulator.world.add('skatteoppgjoer', { identifikator, gjelderPeriode: '2023' })
  }
  const get = await caller(simulator, 'skatteetaten:summertskattegrunnlag')
  const lookUp = (id = ADA) => get(`/summertskattegrunnlag/v2/oppgjoer/ssb/2023/${id}`)
  return { get, lookUp }
}

test('a fault befalls the calls that match, as many as were ordered', async () => {
  await using simulator = await start()
  const { get, lookUp } = await ready(simulator)
  const fault = simulator.faults.add(
    { oppslag: 'summertskattegrunnlag', identifikator: ADA },
    { type: 'feil', status: 500, kode: 'SSG-001' },
    { times: 2, after: 1 },
  )
  const statuses = []
  for (const id of [ADA, GRACE, ADA, ADA, ADA]) statuses.push((await lookUp(id)).status)
  assert.deepEqual(statuses, [200, 200, 500, 500, 200])
  assert.equal(fault.hits(), 2)

  simulator.faults.add({ liste: 'skatteoppgjoer' }, { type: 'html', status: 502 })
  assert.equal((await get('/skatteoppgjoerhendelser/v1/hendelser/start')).status, 502)
  assert.equal((await lookUp()).status, 200)
  simulator.faults.clear()
  assert.equal((await get('/skatteoppgjoerhendelser/v1/hendelser/start')).status, 200)
})

test('a fault that is ended befalls no more calls', async () => {
  await using simulator = await start()
  const { lookUp } = await ready(simulator)
  const fault = simulator.faults.add(OPPSLAG, { type: 'html', status: 503 })
  assert.equal((await lookUp()).status, 503)
  fault.end()
  assert.equal((await lookUp()).status, 200)
})

test('a share of the calls is drawn by the seed', async () => {
  const runs = []
  for (const seed of [3, 3, 4]) {
    await using simulator = await start({ seed })
    const { lookUp } = await ready(simulator)
    simulator.faults.add(OPPSLAG, { type: 'html', status: 500 }, { share: 0.5 })
    const statuses = []
    for (let i = 0; i < 40; i += 1) statuses.push((await lookUp()).status)
    runs.push(statuses)
  }
  assert.deepEqual(runs[0], runs[1])
  assert.notDeepEqual(runs[0], runs[2])
  const failed = runs[0]?.filter((status) => status === 500).length ?? 0
  assert.ok(failed > 8 && failed < 32, String(failed))
})

test('answers in the place of the right one', async () => {
  await using simulator = await start()
  const { lookUp } = await ready(simulator)
  const next = (fault: Parameters<Simulator['faults']['add']>[1]) => {
    simulator.faults.add(OPPSLAG, fault, { times: 1 })
    return lookUp()
  }

  const wait = await next({
    type: 'wait',
    status: 429,
    retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT',
  })
  assert.equal(wait.status, 429)
  assert.equal(wait.headers.get('retry-after'), 'Wed, 21 Oct 2015 07:28:00 GMT')

  const html = await next({ type: 'html', status: 404 })
  assert.match(html.headers.get('content-type') ?? '', /html/)
  const empty = await next({ type: 'answer', status: 200 })
  assert.deepEqual([empty.status, empty.body], [200, ''])
  const feil200 = await next({ type: 'feil', status: 200, kode: 'DAS-001' })
  assert.deepEqual([feil200.status, feil200.json.kode], [200, 'DAS-001'])
  const redirect = await next({ type: 'redirect', location: 'https://login.example.test/' })
  assert.equal(redirect.status, 302)
  assert.equal(redirect.headers.get('location'), 'https://login.example.test/')
  const huge = await next({ type: 'huge', bytes: 3_000_000 })
  assert.equal(huge.json.fyll.length, 3_000_000)
})

test('the right answer, spoilt on its way', async () => {
  await using simulator = await start()
  const { lookUp } = await ready(simulator)
  const right = await lookUp()
  const half = right.body.slice(0, Math.ceil(right.body.length / 2))
  const next = (fault: Parameters<Simulator['faults']['add']>[1]) => {
    simulator.faults.add(OPPSLAG, fault, { times: 1 })
    return lookUp()
  }

  assert.equal((await next({ type: 'truncated' })).body, half)
  assert.equal((await next({ type: 'drip', everyMs: 0 })).body, right.body)
  const gzip = await next({ type: 'gzip' })
  assert.equal(gzip.headers.get('content-encoding'), 'gzip')
  assert.equal(gzip.body, right.body)
  assert.equal((await next({ type: 'gzip', bytes: 5_000_000 })).body.length, 5_000_000)
  await assert.rejects(next({ type: 'wrong-length' }))
  await assert.rejects(next({ type: 'reset' }))
})

test('silence lasts until the caller gives up', WAITING, async () => {
  await using simulator = await start()
  const ended = simulator.calls.next({ vert: 'ukjent' })
  simulator.faults.add({}, { type: 'silence' })
  const stop = new AbortController()
  const answer = fetch(`${simulator.url}/ukjent/`, { signal: stop.signal })
  await simulator.calls.when((calls) => calls.inFlight('ukjent') === 1)
  stop.abort()
  await assert.rejects(answer)
  assert.equal((await ended).status, 0)
})
