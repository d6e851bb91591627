import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caller, katalog, start, type Get } from './support.ts'

/** These wait for something that would never come if they failed. */
const WAITING = { timeout: 180_000 }

const SCOPE = 'skatteetaten:summertskattegrunnlag'
const ADA = '01810112345'
const GRACE = '02820212345'
const NOKKEL = { identifikator: ADA, gjelderPeriode: '2023' }

function lookUp(get: Get, identifikator: string, korrelasjonsid?: string) {
  const path = `/summertskattegrunnlag/v2/oppgjoer/ssb/2023/${identifikator}`
  return get(path, korrelasjonsid === undefined ? {} : { korrelasjonsid })
}

test('calls are counted by host, kind and status', WAITING, async () => {
  await using simulator = await start()
  simulator.world.add('skatteoppgjoer', NOKKEL)
  const get = await caller(simulator, SCOPE)
  await get('/skatteoppgjoerhendelser/v1/hendelser?fraSekvensnummer=1&antall=5')
  await get('/skatteoppgjoerhendelser/v1/hendelser/start')
  await get('/skatteoppgjoerhendelser/v1/hendelser/start?dato=x')
  await lookUp(get, ADA)
  await lookUp(get, ADA)
  const ended = simulator.calls.next({ identifikator: GRACE })
  await lookUp(get, GRACE)
  assert.equal((await ended).status, 404)

  const summary = simulator.calls.summary()
  assert.deepEqual(summary['skatteoppgjoerhendelser']?.byKind, {
    liste: { 200: 1 },
    start: { 200: 1, 400: 1 },
  })
  assert.deepEqual(summary['summertskattegrunnlag']?.byKind, { oppslag: { 200: 2, 404: 1 } })
  assert.deepEqual(summary['maskinporten']?.byKind, { token: { 200: 1 } })
  assert.equal(simulator.calls.count({ kind: 'oppslag' }), 3)
  assert.equal(simulator.calls.count({ vert: 'skatteoppgjoerhendelser' }), 3)

  simulator.calls.reset()
  assert.equal(simulator.calls.count(), 0)
})

test('both address forms of an API are counted as one', async () => {
  await using simulator = await start()
  const get = await caller(simulator, SCOPE)
  const sti = katalog.oppslag.get('summertskattegrunnlag')?.adresser['2022']?.sti ?? ''
  await get(
    sti
      .replace('{rettighetspakke}', 'ssb')
      .replace('{gjelderPeriode}', '2023')
      .replace('{identifikator}', ADA),
  )
  await lookUp(get, ADA)
  assert.equal(simulator.calls.count({ vert: 'summertskattegrunnlag', kind: 'oppslag' }), 2)
})

test('the highest number in flight is what was in flight at once', WAITING, async () => {
  await using simulator = await start()
  const get = await caller(simulator, SCOPE)
  const hold = simulator.hold({ vert: 'summertskattegrunnlag' })
  const answers = [lookUp(get, ADA), lookUp(get, ADA), lookUp(get, GRACE)]
  await simulator.calls.when((calls) => calls.inFlight('summertskattegrunnlag') === 3)
  hold.release()
  await Promise.all(answers)
  await lookUp(get, ADA)

  await simulator.calls.when((calls) => calls.inFlight('summertskattegrunnlag') === 0)
  assert.equal(simulator.calls.highestInFlight('summertskattegrunnlag'), 3)
  assert.equal(simulator.calls.highestInFlight('skatteoppgjoerhendelser'), 0)
})

test('a held look-up answers what was true when it came', WAITING, async () => {
  await using simulator = await start()
  simulator.world.add('skatteoppgjoer', NOKKEL)
  const get = await caller(simulator, SCOPE)
  const hold = simulator.hold({ oppslag: 'summertskattegrunnlag', identifikator: ADA })
  const answer = lookUp(get, ADA)
  await hold.reached
  simulator.world.add('skatteoppgjoer', NOKKEL)
  hold.release()
  assert.equal((await answer).json.simulatorVersjon, 1)
  assert.equal((await lookUp(get, ADA)).json.simulatorVersjon, 2)
})

test('a caller that goes away is no longer in flight', WAITING, async () => {
  await using simulator = await start()
  const hold = simulator.hold({})
  const ended = simulator.calls.next({ kind: 'annet' })
  const stop = new AbortController()
  const answer = fetch(`${simulator.url}/ukjent`, { signal: stop.signal })
  await hold.reached
  stop.abort()
  await assert.rejects(answer)
  assert.equal((await ended).status, 0)
  assert.equal(simulator.calls.inFlight('ukjent'), 0)
})

test('each nøkkel has its look-ups counted, with the newest event at the latest answer', async () => {
  await using simulator = await start()
  const first = simulator.world.add('skatteoppgjoer', NOKKEL)
  const get = await caller(simulator, SCOPE)
  const oppslag = katalog.oppslag.get('summertskattegrunnlag')
  assert.ok(oppslag)
  await lookUp(get, ADA)
  await lookUp(get, ADA)
  await lookUp(get, GRACE)

  assert.deepEqual(simulator.lookUps.of(oppslag, ADA, '2023'), {
    oppslag: oppslag.id,
    ...NOKKEL,
    count: 2,
    versjon: 1,
    sekvensnummer: first,
  })
  // Nothing ever happened to this one: it was looked up without a reason.
  const others = [...simulator.lookUps.all()].filter(({ versjon }) => versjon === 0)
  assert.deepEqual(
    others.map(({ identifikator, count }) => [identifikator, count]),
    [[GRACE, 1]],
  )
})

test('an answer that a fault spoilt is not an answer', async () => {
  await using simulator = await start()
  simulator.world.add('skatteoppgjoer', NOKKEL)
  simulator.faults.add({ kind: 'oppslag' }, { type: 'truncated' })
  await lookUp(await caller(simulator, SCOPE), ADA)
  const [lookUps] = simulator.lookUps.all()
  assert.deepEqual([lookUps?.count, lookUps?.versjon], [1, 0])
})

test('a korrelasjonsid that is repeated or missing shows, and comes back in the answer', async () => {
  await using simulator = await start()
  const get = await caller(simulator, SCOPE)
  const answer = await lookUp(get, ADA, 'k-1')
  assert.equal(answer.headers.get('korrelasjonsid'), 'k-1')
  assert.equal(answer.json.korrelasjonsid, 'k-1')
  await lookUp(get, ADA, 'k-2')
  const { korrelasjonsid } = simulator.calls
  assert.deepEqual([korrelasjonsid.repeated(), korrelasjonsid.missing()], [0, 0])

  await lookUp(get, ADA, 'k-1')
  await lookUp(get, ADA)
  assert.deepEqual([korrelasjonsid.repeated(), korrelasjonsid.missing()], [1, 1])
  assert.deepEqual(korrelasjonsid.last(1), ['k-2'])
})

test('latency is what was set, for the calls it was set for', WAITING, async () => {
  await using simulator = await start({ latencyMs: 3_600_000 })
  simulator.setLatency({ min: 0, max: 1 }, { identifikator: ADA })
  const get = await caller(simulator, SCOPE)
  await lookUp(get, ADA)

  const stop = new AbortController()
  const slow = fetch(`${simulator.url}/summertskattegrunnlag/v2/oppgjoer/ssb/2023/${GRACE}`, {
    signal: stop.signal,
  })
  await simulator.calls.when((calls) => calls.inFlight('summertskattegrunnlag') === 1)
  stop.abort()
  await assert.rejects(slow)
})
