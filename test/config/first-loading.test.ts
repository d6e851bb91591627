import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configDeps } from '../../src/app/config-deps.ts'
import { type Config, readConfig } from '../../src/config/config.ts'
import { ENV, problemsOf } from './fixtures.ts'

const RIGHT = {
  ...ENV,
  HENDELSESLISTER: 'skatteoppgjoer',
  STARTDATO: '2024-01-01',
  RETTIGHETSPAKKE: 'ssb',
  FOLG: 'bevakede',
}
const deps = { ...configDeps, today: '2025-03-01' }

function read(changes: Record<string, string | undefined> = {}): Config {
  return readConfig({ ...RIGHT, ...changes }, deps)
}

function problems(changes: Record<string, string | undefined>): readonly string[] {
  return problemsOf({ ...RIGHT, ...changes }, {}, deps)
}

test('the newest year is asked for and twelve months are loaded, unless something else is said', () => {
  const { forsteLasting, sistePeriode } = read()

  assert.deepEqual(forsteLasting, { siste: true, aar: [], maaneder: 12 })
  assert.deepEqual(
    sistePeriode.map(({ konsument, oppslag }) => [konsument, oppslag.oppslag.id, oppslag.scope]),
    [['egen', 'sistetilgjengeligeskatteoppgjoer', 'skatteetaten:summertskattegrunnlag']],
  )
  assert.equal(read({ FORSTE_LASTING_MAANEDER: '0' }).forsteLasting?.maaneder, 0)
})

test('a year or several are loaded as they are, and nobody is asked for the newest', () => {
  const { forsteLasting, sistePeriode } = read({ FORSTE_LASTING: '2022-2024' })

  assert.deepEqual(forsteLasting, { siste: false, aar: [2022, 2023, 2024], maaneder: 0 })
  assert.deepEqual(sistePeriode, [])
  assert.deepEqual(read({ FORSTE_LASTING: '2024' }).forsteLasting?.aar, [2024])
})

test('nothing is loaded first with ingen, and where everybody is followed', () => {
  for (const changes of [{ FORSTE_LASTING: 'ingen' }, { FOLG: 'alle' }]) {
    const { forsteLasting, sistePeriode } = read(changes)
    assert.equal(forsteLasting, null)
    assert.deepEqual(sistePeriode, [])
  }
})

test('the newest year is not asked for where no list leads to a yearly oppslag about persons', () => {
  assert.deepEqual(read({ HENDELSESLISTER: 'inntekt' }).sistePeriode, [])
})

test('a right that is missing is said, with what else can be done', () => {
  assert.equal(
    problems({ MASKINPORTEN_SCOPES: 'skatteetaten:beregnetskatt' }).at(-1),
    'FORSTE_LASTING=siste: oppslag sistetilgjengeligeskatteoppgjoer needs skatteetaten:summertskattegrunnlag or skatteetaten:spesifisertsummertskattegrunnlag, which MASKINPORTEN_SCOPES lacks; or set years, or ingen',
  )
})

test('what is no year, turned round, or in the future is said', () => {
  const form = 'siste, ingen, a year such as 2024, or years such as 2021-2024'
  for (const [text, problem] of [
    ['alt', `must be ${form}`],
    ['2021-', `must be ${form}`],
    ['2024-2021', 'ends before it begins: did you mean 2021-2024?'],
    ['1999', 'must be years from 2000 to 2025'],
    ['2024-2026', 'must be years from 2000 to 2025'],
  ] as const) {
    assert.deepEqual(problems({ FORSTE_LASTING: text }), [`FORSTE_LASTING=${text}: ${problem}`])
  }
})
