import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caller, start } from './support.ts'

const LISTE = '/skatteoppgjoerhendelser/v1/hendelser'
const SCOPE = 'skatteetaten:summertskattegrunnlag'
const ADA = '01810112345'

test('a page starts at fraSekvensnummer itself and has antall events, whatever the gaps', async () => {
  await using simulator = await start()
  for (const nummer of [3n, 10n, 11n, 40n]) {
    simulator.world.addAt('skatteoppgjoer', nummer, { identifikator: ADA, gjelderPeriode: '2023' })
  }
  const get = await caller(simulator, SCOPE)
  const numbers = async (query: string) =>
    (await get(`${LISTE}?${query}`)).json.hendelser.map(
      ({ sekvensnummer }: { sekvensnummer: number }) => sekvensnummer,
    )

  assert.deepEqual(await numbers('fraSekvensnummer=1&antall=2'), [3, 10])
  assert.deepEqual(await numbers('fraSekvensnummer=10&antall=2'), [10, 11])
  assert.deepEqual(await numbers('fraSekvensnummer=12&antall=100'), [40])
  assert.deepEqual(await numbers('fraSekvensnummer=41&antall=100'), [])
})

test('an event has the fields of its list, by the names of its list', async () => {
  await using simulator = await start()
  simulator.world.add('skatteoppgjoer', {
    identifikator: ADA,
    gjelderPeriode: '2023',
    registreringstidspunkt: '2024-05-01T10:00:00.123456789+02:00',
  })
  simulator.world.add('inntekt', { identifikator: ADA, gjelderPeriode: '2023-01' })
  simulator.world.add('formuesobjekt-fast-eiendom', {
    identifikator: 'c0ffee00-0000-4000-8000-000000000001',
    andreFelt: '{"kommunenummer":"0301"}',
    registreringstidspunkt: '2024-05-01T10:00:00Z',
  })
  const first = async (scope: string, path: string) => {
    const get = await caller(simulator, scope)
    const { json } = await get(`${path}?fraSekvensnummer=1&antall=1`)
    const { sekvensnummer, ...fields } = json.hendelser[0]
    assert.ok(sekvensnummer > 0)
    return fields
  }

  assert.deepEqual(await first(SCOPE, LISTE), {
    identifikator: ADA,
    gjelderPeriode: '2023',
    registreringstidspunkt: '2024-05-01T10:00:00.123456789+02:00',
    hendelsetype: 'NY',
  })
  assert.deepEqual(await first('skatteetaten:inntekt', '/inntekthendelser/v1/hendelser'), {
    identifikator: ADA,
    gjelderPeriode: '2023-01',
  })
  assert.deepEqual(
    await first(
      'skatteetaten:formuesobjektfasteiendom',
      '/formuesobjektfasteiendomhendelser/v1/hendelser',
    ),
    {
      hendelseidentifikator: 'c0ffee00-0000-4000-8000-000000000001',
      registreringstidspunkt: '2024-05-01T10:00:00Z',
      hendelsestype: 'ny',
      kommunenummer: '0301',
    },
  )
})

test('numbers up to 2^63 - 1 are written exactly', async () => {
  await using simulator = await start()
  const nokkel = { identifikator: ADA, gjelderPeriode: '2023' }
  simulator.world.addAt('skatteoppgjoer', 9_007_199_254_740_993n, nokkel)
  simulator.world.addAt('skatteoppgjoer', 9_223_372_036_854_775_807n, nokkel)
  const get = await caller(simulator, SCOPE)

  const { body } = await get(`${LISTE}?fraSekvensnummer=9007199254740993&antall=2`)
  assert.match(body, /"sekvensnummer":9007199254740993,/)
  assert.match(body, /"sekvensnummer":9223372036854775807,/)
  const start1 = await get(`${LISTE}/start`)
  assert.equal(start1.body, '{"sekvensnummer":9007199254740993}')
})

test('a late number is placed where it belongs, and a repeated one is there twice', async () => {
  await using simulator = await start()
  for (const nummer of [5n, 9n, 7n, 9n]) {
    simulator.world.addAt('skatteoppgjoer', nummer, { identifikator: ADA, gjelderPeriode: '2023' })
  }
  const numbers = [...simulator.events('skatteoppgjoer')].map((event) => event.sekvensnummer)
  assert.deepEqual(numbers, [5n, 7n, 9n, 9n])
})

test('start gives the first number registered on or after the date, and without a date the first', async () => {
  await using simulator = await start()
  const nokkel = { identifikator: ADA, gjelderPeriode: '2023' }
  for (const [nummer, dag] of [
    [5n, '2024-03-05'],
    [8n, '2024-03-02'],
    [9n, '2024-03-09'],
  ] as const) {
    const registreringstidspunkt = `${dag}T00:00:00Z`
    simulator.world.addAt('skatteoppgjoer', nummer, { ...nokkel, registreringstidspunkt })
  }
  const get = await caller(simulator, SCOPE)
  const started = async (query: string) => (await get(`${LISTE}/start${query}`)).json.sekvensnummer

  assert.equal(await started(''), 5)
  assert.equal(await started('?dato=2024-03-01'), 5)
  assert.equal(await started('?dato=2024-03-06'), 9)
  assert.equal(await started('?dato=2024-03-09'), 9)
  const none = await get(`${LISTE}/start?dato=2024-03-10`)
  assert.deepEqual([none.status, none.json.kode], [404, 'FA-005'])
})

test('times do not rise with the numbers', async () => {
  await using simulator = await start()
  simulator.populate({ hendelser: 200, lister: ['skatteoppgjoer'] })
  const times = [...simulator.events('skatteoppgjoer')].map(({ registreringstidspunkt }) =>
    Date.parse(registreringstidspunkt ?? ''),
  )
  assert.notDeepEqual(
    times,
    times.toSorted((a, b) => a - b),
  )
})

test('nothing from there on is said in the three ways that are in use', async () => {
  await using simulator = await start()
  const get = await caller(simulator, SCOPE)
  const end = () => get(`${LISTE}?fraSekvensnummer=1&antall=10`)

  assert.equal((await end()).body, '{"hendelser":[]}')
  simulator.world.configure('skatteoppgjoer', { tomSide: '200-uten-hendelser' })
  assert.equal((await end()).body, '{}')
  simulator.world.configure('skatteoppgjoer', { tomSide: '404' })
  const missing = await end()
  assert.deepEqual([missing.status, missing.json.kode], [404, 'FA-005'])

  const sire = await caller(simulator, 'skatteetaten:skatteetatenregistrertselskap')
  const path = '/skatteetatenregistrertselskaphendelser/v1/hendelser?fraSekvensnummer=1&antall=10'
  assert.equal((await sire(path)).status, 404)
})

test('a list can have short pages, and empty pages inside a gap', async () => {
  await using simulator = await start()
  for (const nummer of [1n, 2n, 50n]) {
    simulator.world.addAt('skatteoppgjoer', nummer, { identifikator: ADA, gjelderPeriode: '2023' })
  }
  const get = await caller(simulator, SCOPE)
  const count = async (query: string) => (await get(`${LISTE}?${query}`)).json.hendelser.length

  simulator.world.configure('skatteoppgjoer', { maksAntall: 1 })
  assert.equal(await count('fraSekvensnummer=1&antall=10'), 1)
  simulator.world.configure('skatteoppgjoer', { maksAntall: 1000, vindu: true })
  assert.equal(await count('fraSekvensnummer=3&antall=10'), 0)
  assert.equal(await count('fraSekvensnummer=41&antall=10'), 1)
})

test('a page hook can reorder, repeat and drop, and an entry can be any JSON', async () => {
  await using simulator = await start()
  const nokkel = { identifikator: ADA, gjelderPeriode: '2023' }
  simulator.world.addAt('skatteoppgjoer', 1n, { ...nokkel, json: '{"sekvensnummer":"en"}' })
  simulator.world.addAt('skatteoppgjoer', 2n, nokkel)
  simulator.world.onPage('skatteoppgjoer', (page) => page.toReversed())
  const get = await caller(simulator, SCOPE)

  const { json } = await get(`${LISTE}?fraSekvensnummer=1&antall=10`)
  assert.equal(json.hendelser[0].sekvensnummer, 2)
  assert.equal(json.hendelser[1].sekvensnummer, 'en')
})

test('fields can be null, and an event that names nothing changes nothing', async () => {
  await using simulator = await start()
  simulator.world.add('skatteoppgjoer', { identifikator: ADA, hendelsetype: null })
  simulator.world.add('skatteoppgjoer', { identifikator: null, gjelderPeriode: '2023' })
  const get = await caller(simulator, SCOPE)

  const { json } = await get(`${LISTE}?fraSekvensnummer=1&antall=10`)
  assert.deepEqual([json.hendelser[0].gjelderPeriode, json.hendelser[0].hendelsetype], [null, null])
  assert.equal(json.hendelser[1].identifikator, null)
  assert.deepEqual([...simulator.truth()], [])
})

test('a list that restarts is numbered from 1 again', async () => {
  await using simulator = await start()
  simulator.world.addAt('skatteoppgjoer', 900n, { identifikator: ADA, gjelderPeriode: '2023' })
  simulator.world.restart('skatteoppgjoer')
  const nummer = simulator.world.add('skatteoppgjoer', {
    identifikator: ADA,
    gjelderPeriode: '2023',
  })
  assert.ok(nummer < 900n)
  assert.equal([...simulator.events('skatteoppgjoer')].length, 1)
})
