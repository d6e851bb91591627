import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Katalog, Oppslag } from '../../src/domain/katalog.ts'
import { caller, katalog, start } from './support.ts'

const SCOPE = 'skatteetaten:summertskattegrunnlag'
const ADA = '01810112345'
const NOKKEL = { identifikator: ADA, gjelderPeriode: '2023' }
const SUMMERT = `/summertskattegrunnlag/v2/oppgjoer/ssb/2023/${ADA}`

test('an answer carries a versjon that each event about the nøkkel raises', async () => {
  await using simulator = await start()
  const get = await caller(simulator, SCOPE)
  simulator.world.add('skatteoppgjoer', NOKKEL)
  const first = await get(SUMMERT)
  simulator.world.add('skatteoppgjoer', NOKKEL)
  const second = await get(SUMMERT)

  assert.deepEqual([first.status, second.status], [200, 200])
  assert.equal(first.json.personidentifikator, ADA)
  assert.equal(first.json.inntektsaar, '2023')
  assert.deepEqual([first.json.simulatorVersjon, second.json.simulatorVersjon], [1, 2])
  assert.notDeepEqual(first.json.grunnlag, second.json.grunnlag)
})

test('the same nøkkel and versjon give the same answer in another simulator', async () => {
  const answers = []
  for (const seed of [1, 2]) {
    await using simulator = await start({ seed })
    simulator.world.add('skatteoppgjoer', NOKKEL)
    answers.push((await (await caller(simulator, SCOPE))(SUMMERT)).body)
  }
  assert.equal(answers[0], answers[1])
})

test('an event raises every oppslag of its list and no other nøkkel', async () => {
  await using simulator = await start()
  simulator.world.add('skatteoppgjoer', NOKKEL)
  const rows = [...simulator.truth()]
  assert.deepEqual(
    rows.map(({ oppslag }) => oppslag).toSorted(),
    [...(katalog.lister.get('skatteoppgjoer')?.oppslag ?? [])].toSorted(),
  )
  assert.ok(rows.every(({ identifikator }) => identifikator === ADA))
})

test('an event without a change, and a change without an event', async () => {
  await using simulator = await start()
  const get = await caller(simulator, SCOPE)
  simulator.world.add('skatteoppgjoer', NOKKEL)
  const before = await get(SUMMERT)
  const nummer = simulator.world.add('skatteoppgjoer', { ...NOKKEL, uendret: true })
  assert.equal((await get(SUMMERT)).body, before.body)

  const [row] = simulator.truth('summertskattegrunnlag')
  assert.deepEqual([row?.versjon, row?.sekvensnummer], [1, nummer])

  simulator.world.set('summertskattegrunnlag', NOKKEL, { data: '{"tall":1e400}' })
  assert.equal((await get(SUMMERT)).body, '{"tall":1e400}')
  assert.equal([...simulator.events('skatteoppgjoer')].length, 2)
})

test('look-ups that no event was the reason for are counted', async () => {
  await using simulator = await start()
  const get = await caller(simulator, SCOPE)
  simulator.world.add('skatteoppgjoer', NOKKEL)
  await get(SUMMERT)
  simulator.world.add('skatteoppgjoer', NOKKEL)
  await get(SUMMERT)
  assert.equal(simulator.lookUps.withoutNews(), 0)
  await get(SUMMERT)
  assert.equal(simulator.lookUps.withoutNews(), 1)
  simulator.lookUps.reset()
  assert.equal(simulator.lookUps.withoutNews(), 0)
})

test('a test can give the JSON text of an answer, until the next event', async () => {
  await using simulator = await start()
  const get = await caller(simulator, SCOPE)
  simulator.world.add('skatteoppgjoer', { ...NOKKEL, data: '{"navn":"\\u0000"}' })
  assert.equal((await get(SUMMERT)).body, '{"navn":"\\u0000"}')
  simulator.world.add('skatteoppgjoer', NOKKEL)
  assert.equal((await get(SUMMERT)).json.simulatorVersjon, 2)
})

test('deleted, without data, shielded and unheard of are answered as documented', async () => {
  await using simulator = await start()
  const get = await caller(simulator, `${SCOPE} skatteetaten:beregnetskatt`)
  const outcome = async (path: string) => {
    const { status, json } = await get(path)
    return [status, json.kode]
  }
  const beregnet = `/beregnetskatt/v2/ssb/2023/${ADA}`

  assert.deepEqual(await outcome(SUMMERT), [404, 'SSG-007'])
  simulator.world.remove('skatteoppgjoer', NOKKEL)
  const [deletedStatus, deletedKode] = await outcome(SUMMERT)
  assert.equal(deletedStatus, 410)
  const svar = katalog.oppslag.get('summertskattegrunnlag')?.svar ?? []
  assert.equal(svar.find(({ kode }) => kode === deletedKode)?.betyr, 'slettet')
  // Beregnet skatt has no code for deleted, and says that there is no data.
  assert.deepEqual(await outcome(beregnet), [404, 'BSA-007'])
  simulator.world.noData('skatteoppgjoer', NOKKEL)
  assert.equal((await outcome(SUMMERT))[0], 404)

  simulator.world.shield('skatteoppgjoer', NOKKEL)
  assert.deepEqual((await get(SUMMERT)).json, {
    personidentifikator: ADA,
    inntektsaar: '2023',
    skjermet: true,
    simulatorVersjon: 3,
  })
})

test('deleted is 410 where the API has that, else its other status', async () => {
  const summert = katalog.oppslag.get('summertskattegrunnlag')
  assert.ok(summert)
  const other: Oppslag['svar'] = [{ status: 406, kode: 'SSG-098', betyr: 'slettet' }]
  const both: Oppslag['svar'] = [...other, { status: 410, kode: 'SSG-099', betyr: 'slettet' }]
  for (const [svar, expected] of [
    [other, [406, 'SSG-098']],
    [both, [410, 'SSG-099']],
  ] as const) {
    const changed: Katalog = {
      ...katalog,
      oppslag: new Map([...katalog.oppslag, [summert.id, { ...summert, svar: [...svar] }]]),
    }
    await using simulator = await start({ katalog: changed })
    simulator.world.remove('skatteoppgjoer', NOKKEL)
    const { status, json } = await (await caller(simulator, SCOPE))(SUMMERT)
    assert.deepEqual([status, json.kode], expected)
  }
})

test('truth is what a table should hold', async () => {
  await using simulator = await start()
  const nummer = simulator.world.add('skatteoppgjoer', NOKKEL)
  const get = await caller(simulator, SCOPE)
  const { body } = await get(SUMMERT)

  assert.deepEqual(
    [...simulator.truth('summertskattegrunnlag')],
    [
      {
        oppslag: 'summertskattegrunnlag',
        identifikator: ADA,
        gjelderPeriode: '2023',
        tilstand: 'data',
        betyr: 'data',
        data: body,
        versjon: 1,
        sekvensnummer: nummer,
      },
    ],
  )
  simulator.world.remove('skatteoppgjoer', NOKKEL)
  const meanings = Object.fromEntries([...simulator.truth()].map((row) => [row.oppslag, row]))
  assert.equal(meanings['summertskattegrunnlag']?.betyr, 'slettet')
  assert.equal(meanings['beregnetskatt']?.betyr, 'ingen_data')
  assert.equal(meanings['beregnetskatt']?.tilstand, 'slettet')
})

test('a month and a year of inntekt are two nøkler, each asked as a range of months', async () => {
  await using simulator = await start()
  const get = await caller(simulator, 'skatteetaten:inntekt')
  simulator.world.add('inntekt', { identifikator: ADA, gjelderPeriode: '2023-04' })
  const path = `/inntekt/v1/ssb/${ADA}/inntekter`

  const month = await get(`${path}?fraOgMed=2023-04&tilOgMed=2023-04`)
  assert.equal(month.json.oppgaveInntektsmottaker[0].kalendermaaned, '2023-04')
  assert.equal((await get(`${path}?fraOgMed=2023-01&tilOgMed=2023-12`)).status, 404)
  simulator.world.add('inntekt', { identifikator: ADA, gjelderPeriode: '2023' })
  assert.equal((await get(`${path}?fraOgMed=2023-01&tilOgMed=2023-12`)).status, 200)
  assert.equal((await get(`${path}?fraOgMed=2023-04&tilOgMed=april`)).json.kode, 'IM-006')
})

test('what is wrong with a look-up is told by status and code', async () => {
  await using simulator = await start()
  const get = await caller(simulator, SCOPE)
  const other = await caller(simulator, 'skatteetaten:inntekt')
  const outcome = async (answer: ReturnType<typeof get>) => {
    const { status, json } = await answer
    return [status, json.kode]
  }

  assert.deepEqual(await outcome(get(SUMMERT, { authorization: '' })), [401, 'SSG-004'])
  assert.deepEqual(await outcome(other(SUMMERT)), [403, 'SSG-005'])
  assert.deepEqual(await outcome(get(SUMMERT.replace('2023', '23'))), [400, 'SSG-006'])
  assert.deepEqual(await outcome(get('/summertskattegrunnlag/v2/nope')), [404, 'SSG-003'])
  assert.deepEqual(await outcome(get(SUMMERT, { accept: 'text/plain' })), [406, 'SSG-009'])
})

test('an identifikator is taken as it is written, escapes and all', async () => {
  await using simulator = await start()
  const get = await caller(simulator, SCOPE)
  const identifikator = '../x?a=b%'
  simulator.world.add('skatteoppgjoer', { identifikator, gjelderPeriode: '2023' })
  const path = `/summertskattegrunnlag/v2/oppgjoer/ssb/2023/${encodeURIComponent(identifikator)}`
  assert.equal((await get(path)).json.personidentifikator, identifikator)
  assert.equal((await get('/summertskattegrunnlag/v2/oppgjoer/ssb/2023/%E0')).status, 404)
})
