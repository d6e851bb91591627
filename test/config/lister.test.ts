import assert from 'node:assert/strict'
import test from 'node:test'

import { print, problems, read } from './fixtures.ts'

const OPPGJOER = { HENDELSESLISTER: 'skatteoppgjoer', RETTIGHETSPAKKE: 'norgesbank' }

function followed(changes: Record<string, string>) {
  const [first] = read({ ...OPPGJOER, ...changes }).lister
  assert.ok(first)
  return { scope: first.scope, oppslag: first.oppslag.map(({ oppslag }) => oppslag.id) }
}

test('ids are taken in any case and with _ for -, and once', () => {
  const { lister } = read({
    HENDELSESLISTER: 'SKATTEMELDING_UTKAST, Tilleggsskatt,tilleggsskatt,',
    RETTIGHETSPAKKE: 'ssb',
  })

  assert.deepEqual(
    lister.map(({ liste }) => liste.id),
    ['skattemelding-utkast', 'tilleggsskatt'],
  )
})

test('by default a list leads to all its oppslag whose path is known', () => {
  assert.deepEqual(followed({}), {
    scope: 'skatteetaten:avregning',
    oppslag: ['avregning', 'beregnet-skatt'],
  })
  assert.deepEqual(followed({ SKATTEETATEN_STIER: '2022' }).oppslag, [
    'avregning',
    'beregnet-skatt',
    'skatteplikt',
  ])
})

test('MASKINPORTEN_SCOPES leaves out what it does not cover, and the list is read with what it has', () => {
  const scopes = 'nav:annet/noe.read skatteetaten:beregnetskatt'
  assert.deepEqual(followed({ MASKINPORTEN_SCOPES: scopes }), {
    scope: 'skatteetaten:beregnetskatt',
    oppslag: ['beregnet-skatt'],
  })
})

test('without MASKINPORTEN_SCOPES a list is read with a scope that its oppslag need', () => {
  assert.deepEqual(followed({ OPPSLAG__SKATTEOPPGJOER: 'beregnet_skatt' }), {
    scope: 'skatteetaten:beregnetskatt',
    oppslag: ['beregnet-skatt'],
  })
})

test('a rettighetspakke is that of the oppslag, else the common one, else none where the path has none', () => {
  const [oppgjoer, tillegg] = read({
    HENDELSESLISTER: 'skatteoppgjoer,tilleggsskatt',
    RETTIGHETSPAKKE: 'ssb',
    RETTIGHETSPAKKE__BEREGNET_SKATT: 'norgesbank',
  }).lister

  assert.deepEqual(
    [...(oppgjoer?.oppslag ?? []), ...(tillegg?.oppslag ?? [])].map((one) => one.rettighetspakke),
    ['ssb', 'norgesbank', null],
  )
})

test('a startdato and a plan of one list go before those of all', () => {
  const { lister } = read({
    HENDELSESLISTER: 'tilleggsskatt,skattemelding-utkast',
    RETTIGHETSPAKKE: 'ssb',
    STARTDATO: '2026-03-15',
    STARTDATO__TILLEGGSSKATT: '0',
    LES_PLAN: '*/5 * * * *',
    LES_PLAN__SKATTEMELDING_UTKAST: '0 2 * * *',
  })

  assert.deepEqual(
    lister.map(({ startdato, lesPlan }) => [startdato, lesPlan]),
    [
      ['0', '*/5 * * * *'],
      ['2026-03-15', '0 2 * * *'],
    ],
  )
})

test('the oppslag that were chosen are printed', () => {
  assert.ok(print(OPPGJOER).includes('OPPSLAG__SKATTEOPPGJOER=avregning,beregnet-skatt'))
})

for (const [why, changes, lines] of [
  [
    'a list that nothing resembles gets the list of all',
    { HENDELSESLISTER: 'x' },
    [
      'HENDELSESLISTER: there is no hendelsesliste x, only skatteoppgjoer, skattemelding-utkast, tilleggsskatt, mva-melding, skattepliktig',
    ],
  ],
  [
    'an identifikator among the lists is not quoted',
    { HENDELSESLISTER: 'tilleggsskatt,01810112345' },
    [
      'HENDELSESLISTER: there is no hendelsesliste ***, only skatteoppgjoer, skattemelding-utkast, tilleggsskatt, mva-melding, skattepliktig',
    ],
  ],
  [
    'the Norwegian letters are not those of an id',
    { HENDELSESLISTER: 'skatteoppgjør' },
    ['HENDELSESLISTER: there is no hendelsesliste skatteoppgjør; did you mean skatteoppgjoer?'],
  ],
  [
    'only commas are no ids',
    { HENDELSESLISTER: ',' },
    ["HENDELSESLISTER=,: must be ids of the katalog's hendelseslister, separated by commas"],
  ],
  [
    'a list whose path is unknown is not followed',
    { HENDELSESLISTER: 'skattepliktig', RETTIGHETSPAKKE: 'ssb' },
    [
      'HENDELSESLISTER: the path of skattepliktig is unknown in the 2024 form: give its path in KATALOG_FIL or leave it out of HENDELSESLISTER',
    ],
  ],
  [
    'a list without an oppslag whose path is known is refused',
    { HENDELSESLISTER: 'mva-melding' },
    [
      'HENDELSESLISTER: no oppslag of mva-melding can be made: the path of oppslag mva-melding is unknown in the 2024 form (KATALOG_FIL can give it). Give what is missing, or leave mva-melding out',
    ],
  ],
  [
    'a list without an oppslag that the scopes cover is refused',
    { MASKINPORTEN_SCOPES: 'skatteetaten:inntekt' },
    [
      'HENDELSESLISTER: no oppslag of tilleggsskatt can be made: oppslag tilleggsskatt needs skatteetaten:tilleggsskatt, which MASKINPORTEN_SCOPES lacks. Give what is missing, or leave tilleggsskatt out',
    ],
  ],
  [
    'a list that none of the scopes opens is refused',
    {
      HENDELSESLISTER: 'skattepliktig',
      SKATTEETATEN_STIER: '2022',
      MASKINPORTEN_SCOPES: 'skatteetaten:skattemelding',
    },
    [
      'HENDELSESLISTER: MASKINPORTEN_SCOPES has none of the scopes that open skattepliktig: skatteetaten:skattepliktig',
    ],
  ],
  [
    'an oppslag that is named is not left out in silence',
    {
      ...OPPGJOER,
      MASKINPORTEN_SCOPES: 'skatteetaten:avregning',
      OPPSLAG__SKATTEOPPGJOER: 'skatteplikt,beregnet-skatt,avregnig,skattemelding',
    },
    [
      'OPPSLAG__SKATTEOPPGJOER: the path of oppslag skatteplikt is unknown in the 2024 form (KATALOG_FIL can give it)',
      'OPPSLAG__SKATTEOPPGJOER: oppslag beregnet-skatt needs skatteetaten:beregnetskatt, which MASKINPORTEN_SCOPES lacks',
      'OPPSLAG__SKATTEOPPGJOER: skatteoppgjoer has no oppslag avregnig; did you mean avregning?',
      'OPPSLAG__SKATTEOPPGJOER: skatteoppgjoer has no oppslag skattemelding; did you mean skatteplikt?',
    ],
  ],
  [
    'a rettighetspakke is never guessed',
    { HENDELSESLISTER: 'skatteoppgjoer' },
    [
      'RETTIGHETSPAKKE__AVREGNING is not set, nor RETTIGHETSPAKKE: must be the name of a rettighetspakke of yours, written as in its API, of which these are known: norgesbank, ssb',
      'RETTIGHETSPAKKE__BEREGNET_SKATT is not set, nor RETTIGHETSPAKKE: must be the name of a rettighetspakke of yours, written as in its API',
    ],
  ],
  [
    'a rettighetspakke stays within its part of the path',
    { ...OPPGJOER, RETTIGHETSPAKKE: '../ssb' },
    [
      'RETTIGHETSPAKKE=../ssb: must be the name of a rettighetspakke of yours, written as in its API',
    ],
  ],
  [
    'scopes are separated by spaces',
    { MASKINPORTEN_SCOPES: 'skatteetaten:a,skatteetaten:b' },
    [
      'MASKINPORTEN_SCOPES=skatteetaten:a,skatteetaten:b: must be scopes separated by spaces, such as skatteetaten:inntekt',
    ],
  ],
  [
    'a plan of one list is checked too',
    { LES_PLAN__TILLEGGSSKATT: 'daily' },
    ['LES_PLAN__TILLEGGSSKATT=daily: must be a cron expression'],
  ],
  [
    'the startdato of each list is checked, also where the list is refused for more',
    {
      HENDELSESLISTER: 'tilleggsskatt,mva-melding',
      STARTDATO__TILLEGGSSKATT: '2024-02-30',
      STARTDATO__MVA_MELDING: '2030-01-01',
    },
    [
      'STARTDATO__TILLEGGSSKATT=2024-02-30: no such date: that month ends with day 29',
      'STARTDATO__MVA_MELDING=2030-01-01: is in the future: must be today (2026-03-15) or earlier, or 0',
      'HENDELSESLISTER: no oppslag of mva-melding can be made: the path of oppslag mva-melding is unknown in the 2024 form (KATALOG_FIL can give it). Give what is missing, or leave mva-melding out',
    ],
  ],
] as const) {
  test(why, () => assert.deepEqual(problems(changes), lines))
}

for (const [value, line] of [
  ['2026-03-16', 'is in the future: must be today (2026-03-15) or earlier, or 0'],
  ['2024-31-01', 'no such date: months go to 12; did you mean 2024-01-31?'],
  ['2026-20-12', 'no such date: months go to 12'],
  ['2024-31-31', 'no such date: months go to 12'],
  ['2024-00-10', 'no such date: months begin with 01'],
  ['2024-01-00', 'no such date: days begin with 01'],
  ['2023-02-29', 'no such date: that month ends with day 28'],
  ['01.02.2024', 'must be a date as YYYY-MM-DD, or 0'],
  ['1', 'must be a date as YYYY-MM-DD, or 0'],
] as const) {
  test(`STARTDATO=${value} is refused`, () => {
    assert.deepEqual(problems({ STARTDATO: value }), [`STARTDATO=${value}: ${line}`])
  })
}
