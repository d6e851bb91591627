import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOrganisasjonsnummer } from '../../src/domain/konsument.ts'
import { SETTINGS } from '../../src/config/settings.ts'
import { organisasjonsnummer } from '../simulator/identifikator.ts'
import { createRandom } from '../simulator/random.ts'
import { print, problems, read } from './fixtures.ts'

const A = '310000019'
const B = '310000027'

test('without KONSUMENTER we follow for ourselves', () => {
  assert.deepEqual(read({}).konsumenter, ['egen'])
  assert.deepEqual(read({ KONSUMENTER: `${A}, EGEN ${B},${A}` }).konsumenter, [A, 'egen', B])
})

test('each konsument follows the lists, in the order of KONSUMENTER', () => {
  const { lister } = read({
    KONSUMENTER: `${A},egen`,
    HENDELSESLISTER: 'tilleggsskatt,skatteoppgjoer',
    RETTIGHETSPAKKE: 'ssb',
  })

  assert.deepEqual(
    lister.map(({ konsument, liste }) => `${konsument} ${liste.id}`),
    [`${A} tilleggsskatt`, `${A} skatteoppgjoer`, 'egen tilleggsskatt', 'egen skatteoppgjoer'],
  )
})

test('what is set for one konsument goes before what is set for all', () => {
  const { lister } = read({
    KONSUMENTER: `${A},${B}`,
    HENDELSESLISTER: 'skatteoppgjoer',
    [`HENDELSESLISTER__${B}`]: 'tilleggsskatt',
    RETTIGHETSPAKKE: 'ssb',
    [`RETTIGHETSPAKKE__AVREGNING__${A}`]: 'norgesbank',
    STARTDATO: '2024-01-01',
    [`STARTDATO__${B}`]: '0',
    [`OPPSLAG__SKATTEOPPGJOER__${A}`]: 'avregning',
    [`MASKINPORTEN_SCOPES__${B}`]: 'skatteetaten:tilleggsskatt',
  })

  assert.deepEqual(
    lister.map(({ konsument, liste, startdato, oppslag }) => [
      konsument,
      liste.id,
      startdato,
      oppslag.map((one) => `${one.oppslag.id} ${one.rettighetspakke}`),
    ]),
    [
      [A, 'skatteoppgjoer', '2024-01-01', ['avregning norgesbank']],
      [B, 'tilleggsskatt', '0', ['tilleggsskatt null']],
    ],
  )
})

test('for ourselves alone it is __EGEN', () => {
  const [a, egen] = read({ KONSUMENTER: `${A},egen`, STARTDATO__EGEN: '0' }).lister

  assert.deepEqual([a?.startdato, egen?.startdato], [null, '0'])
})

for (const [text, wrong] of [
  ['310000004', '310000004'],
  ['31000000', '31000000'],
  [`egne,${A}`, 'egne'],
  ['01810112345', '***'],
] as const) {
  test(`KONSUMENTER=${text} is refused for ${wrong}`, () => {
    const [problem, ...others] = problems({ KONSUMENTER: text })
    assert.match(problem ?? '', /^KONSUMENTER=.*: must be egen, or organisasjonsnumre/)
    assert.ok(problem?.endsWith(`check digit: ${wrong}`), problem)
    assert.deepEqual(others, [])
  })
}

test('a mistake in what is set for one konsument is told with its name, once', () => {
  assert.deepEqual(
    problems({ KONSUMENTER: `${A},${B}`, [`STARTDATO__${A}`]: 'soon', LES_PLAN: 'often' }),
    [
      `STARTDATO__${A}=soon: must be a date as YYYY-MM-DD, or 0`,
      'LES_PLAN=often: must be a cron expression',
    ].toSorted((one) => (one.startsWith('STARTDATO') ? -1 : 1)),
  )
})

test('a setting of a konsument that is not followed is refused', () => {
  assert.deepEqual(problems({ KONSUMENTER: A, [`STARTDATO__${B}`]: '0', STARTDATO__EGEN: '0' }), [
    `STARTDATO__${B}: ${B} is not in KONSUMENTER`,
    'STARTDATO__EGEN: egen is not in KONSUMENTER',
  ])
})

test('what holds for all can not be set for one', () => {
  assert.deepEqual(problems({ KONSUMENTER: A, [`SIDE_ANTALL__${A}`]: '10' }), [
    `SIDE_ANTALL__${A} is no setting: did you mean SIDE_ANTALL?`,
  ])
})

test('what was worked out is printed for each konsument', () => {
  const lines = print({ KONSUMENTER: `${A},egen`, [`STARTDATO__${A}`]: '0' })

  assert.deepEqual(
    lines.filter((line) => /^(KONSUMENTER|OPPSLAG_|STARTDATO)/.test(line)),
    [
      `KONSUMENTER=${A},egen`,
      'OPPSLAG__TILLEGGSSKATT=tilleggsskatt',
      `OPPSLAG__TILLEGGSSKATT__${A}=tilleggsskatt`,
      `STARTDATO__${A}=0`,
    ],
  )
})

test('SAMTIDIGHET_PER is alle or konsument', () => {
  assert.equal(read({ SAMTIDIGHET_PER: 'konsument' }).samtidighetPer, 'konsument')
  assert.deepEqual(problems({ SAMTIDIGHET_PER: 'konsumment' }), [
    'SAMTIDIGHET_PER=konsumment: must be alle or konsument; did you mean konsument?',
  ])
})

test('an organisasjonsnummer is known by its check digit', () => {
  // Brønnøysundregistrene and Skatteetaten themselves.
  for (const real of ['974760673', '974761076']) assert.ok(isOrganisasjonsnummer(real))
  const random = createRandom(1)
  for (let i = 0; i < 1_000; i += 1) {
    const text = organisasjonsnummer(random)
    assert.ok(isOrganisasjonsnummer(text))
    const last = (Number(text.at(-1)) + 1 + (i % 9)) % 10
    assert.ok(!isOrganisasjonsnummer(`${text.slice(0, -1)}${last}`))
  }
})

test('a setting that is per konsument is one of what is followed, and never a secret', () => {
  const names = SETTINGS.filter((setting) => setting.perKonsument)

  assert.ok(names.every(({ secret }) => !secret))
  assert.ok(names.some(({ name }) => name === 'RETTIGHETSPAKKE__<OPPSLAG>'))
})
