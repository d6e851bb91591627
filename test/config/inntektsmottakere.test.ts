import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configDeps } from '../../src/app/config-deps.ts'
import { type Config, readConfig } from '../../src/config/config.ts'
import { ENV, problemsOf } from './fixtures.ts'

const RIGHT = {
  ...ENV,
  HENDELSESLISTER: 'inntekt',
  STARTDATO: '2024-01-01',
  RETTIGHETSPAKKE: 'otp',
  FOLG: 'bevakede',
  INNTEKTSMOTTAKERE_FOR: '310977101, 310000019',
}

function read(changes: Record<string, string | undefined>): Config {
  return readConfig({ ...RIGHT, ...changes }, configDeps)
}

function problems(changes: Record<string, string | undefined>): readonly string[] {
  return problemsOf({ ...RIGHT, ...changes }, {}, configDeps)
}

test('employers are followed with the scope and the rettighetspakke of their own oppslag', () => {
  const { inntektsmottakere, inntektsmottakerePlan } = read({
    RETTIGHETSPAKKE: 'nav',
    RETTIGHETSPAKKE__INNTEKTSMOTTAKERE: 'otp',
    INNTEKTSMOTTAKERE_PLAN: '0 5 1 * *',
  })
  const [only, ...others] = inntektsmottakere
  assert.equal(others.length, 0)
  assert.deepEqual(only?.opplysningspliktige, ['310977101', '310000019'])
  assert.equal(only?.oppslag.scope, 'skatteetaten:inntektsmottakere')
  assert.equal(only?.oppslag.rettighetspakke, 'otp')
  assert.equal(inntektsmottakerePlan, '0 5 1 * *')
})

test('each konsument has employers of its own, or none', () => {
  const { inntektsmottakere } = read({
    KONSUMENTER: 'egen,310000019',
    INNTEKTSMOTTAKERE_FOR: undefined,
    INNTEKTSMOTTAKERE_FOR__310000019: '310977101',
  })
  assert.deepEqual(
    inntektsmottakere.map(({ konsument, opplysningspliktige }) => [konsument, opplysningspliktige]),
    [['310000019', ['310977101']]],
  )
})

test('wrong employers are all named at once', () => {
  assert.deepEqual(problems({ INNTEKTSMOTTAKERE_FOR: '310977102 310977101,310977101,12' }), [
    'INNTEKTSMOTTAKERE_FOR=310977102 310977101,310977101,12: must be organisasjonsnumre, each once, separated by commas; no organisasjonsnummer by its nine digits and check digit: 310977102, 12; more than once: 310977101',
  ])
})

test('a watch list is needed, and the right to fetch what it follows', () => {
  assert.deepEqual(problems({ FOLG: 'alle' }), [
    'INNTEKTSMOTTAKERE_FOR is set, but everybody is followed: set FOLG=bevakede, or leave it out',
  ])
  assert.deepEqual(problems({ MASKINPORTEN_SCOPES: 'skatteetaten:inntekt' }), [
    'INNTEKTSMOTTAKERE_FOR: oppslag inntektsmottakere needs skatteetaten:inntektsmottakere, which MASKINPORTEN_SCOPES lacks',
  ])
  assert.deepEqual(problems({ RETTIGHETSPAKKE: undefined, RETTIGHETSPAKKE__INNTEKT: 'otp' }), [
    'RETTIGHETSPAKKE__INNTEKTSMOTTAKERE is not set, nor RETTIGHETSPAKKE: must be the name of a rettighetspakke of yours, written as in its API, of which these are known: otp',
  ])
})

test('a misspelt name and a wrong plan are said', () => {
  assert.deepEqual(
    problems({ INNTEKTSMOTTAKERE_PLAN: 'monthly', INNTEKTSMOTTAKERE_FRA: 'x' }).length,
    2,
  )
})
