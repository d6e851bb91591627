import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caller, start, type Answer } from './support.ts'

const LISTE = '/skatteoppgjoerhendelser/v1/hendelser'
const SCOPE = 'skatteetaten:summertskattegrunnlag'

function outcome({ status, json }: Answer): unknown[] {
  return [status, json.kode]
}

test('wrong parameters are refused with 400 in the documented form', async () => {
  await using simulator = await start()
  const get = await caller(simulator, SCOPE)
  for (const query of [
    '?antall=5',
    '?fraSekvensnummer=1',
    '?fraSekvensnummer=0&antall=5',
    '?fraSekvensnummer=-1&antall=5',
    '?fraSekvensnummer=1&antall=0',
    '?fraSekvensnummer=1.0&antall=5',
    '?fraSekvensnummer=9223372036854775808&antall=5',
    '/start?dato=2024-31-01',
    '/start?dato=2023-02-31',
    '/start?dato=01.02.2024',
    '/start?dato=2199-01-01',
  ]) {
    const { status, json } = await get(`${LISTE}${query}`, { korrelasjonsid: 'k-1' })
    assert.equal(status, 400, query)
    assert.deepEqual(Object.keys(json), ['kode', 'melding', 'korrelasjonsid'])
    assert.deepEqual([json.kode, json.korrelasjonsid], ['FA-004', 'k-1'])
  }
})

test('who may not read a list is told so by status and code', async () => {
  await using simulator = await start()
  const query = '?fraSekvensnummer=1&antall=5'
  const get = await caller(simulator, SCOPE)
  const other = await caller(simulator, 'skatteetaten:inntekt')

  const noToken = await get(`${LISTE}${query}`, { authorization: '' })
  assert.deepEqual(outcome(noToken), [401, 'FA-003'])
  const wrongToken = await get(`${LISTE}${query}`, { authorization: 'Bearer nonsense' })
  assert.deepEqual(outcome(wrongToken), [401, 'FA-003'])
  assert.deepEqual(outcome(await other(`${LISTE}${query}`)), [403, 'DAS-008'])
  const xml = await get(`${LISTE}${query}`, { accept: 'application/xml' })
  assert.deepEqual(outcome(xml), [406, 'FA-006'])
  const wrongPath = await get('/skatteoppgjoerhendelser/v2/hendelser')
  assert.deepEqual(outcome(wrongPath), [404, 'FA-002'])
})

test('a call that reaches no API gets a gateway page', async () => {
  await using simulator = await start()
  const get = await caller(simulator, SCOPE)
  const answer = await get('/ukjent/v1/hendelser')
  assert.equal(answer.status, 404)
  assert.match(answer.headers.get('content-type') ?? '', /html/)
})
