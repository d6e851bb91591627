import assert from 'node:assert/strict'
import test from 'node:test'

import { problems } from './fixtures.ts'

for (const [name, lines] of [
  ['SKATTEETATEN_MILJO', ['SKATTEETATEN_MILJO is no setting: did you mean SKATTEETATEN_MILJOE?']],
  ['KATALOG_FILE', ['KATALOG_FILE is no setting: did you mean KATALOG_FIL?']],
  ['HENDELSELISTER', ['HENDELSELISTER is no setting: did you mean HENDELSESLISTER?']],
  ['STARTDATE', ['STARTDATE is no setting: did you mean STARTDATO?']],
  ['LOGLEVEL', ['LOGLEVEL is no setting: did you mean LOG_LEVEL?']],
  ['DATABASE_POOL', ['DATABASE_POOL is no setting: did you mean DATABASE_URL?']],
  [
    'shutdown_timeout_seconds',
    ['shutdown_timeout_seconds is no setting: did you mean SHUTDOWN_TIMEOUT_SECONDS?'],
  ],
  [
    'MASKINPORTEN_CLIENT_JKW_FILE',
    ['MASKINPORTEN_CLIENT_JKW_FILE is no setting: did you mean MASKINPORTEN_CLIENT_JWK?'],
  ],
  [
    'STARTDATO__TILEGGSSKATT',
    ['STARTDATO__TILEGGSSKATT is no setting: did you mean STARTDATO__TILLEGGSSKATT?'],
  ],
  [
    'LES_PLAN_TILLEGGSSKATT',
    ['LES_PLAN_TILLEGGSSKATT is no setting: did you mean LES_PLAN__TILLEGGSSKATT?'],
  ],
  [
    'RETTIGHETSPAKKE__TILLEGSSKATT',
    ['RETTIGHETSPAKKE__TILLEGSSKATT is no setting: did you mean RETTIGHETSPAKKE__TILLEGGSSKATT?'],
  ],
  [
    'OPPSLAG__MVA_MELDING',
    ['OPPSLAG__MVA_MELDING: mva-melding is not of a list in HENDELSESLISTER'],
  ],
  [
    'RETTIGHETSPAKKE__AVREGNING',
    ['RETTIGHETSPAKKE__AVREGNING: avregning is not of a list in HENDELSESLISTER'],
  ],
  ['MASKINPORTEN_JWKS_URI', []],
  ['NAIS_CLIENT_ID', []],
  ['PGAPPNAME', []],
  ['LOG_DIR', []],
  ['PATH', []],
  ['FTP_PROXY', []],
  ['ALL_PROXY', []],
] as const) {
  test(`${name} ${lines.length === 0 ? 'is none of our business' : 'is refused by name'}`, () => {
    assert.deepEqual(problems({ [name]: 'some-value' }), lines)
  })
}

test('a name is never shown with an identifikator in it', () => {
  const [line] = problems({ STARTDATO__01810112345: '0' })
  assert.match(line ?? '', /^STARTDATO__\*\*\* is no setting/)
})

test('a setting of a list whose id is misspelt is not called unused as well', () => {
  assert.deepEqual(problems({ HENDELSESLISTER: 'tilegsskatt', STARTDATO__TILLEGGSSKATT: '0' }), [
    'HENDELSESLISTER: there is no hendelsesliste tilegsskatt; did you mean tilleggsskatt?',
  ])
})

test('variables that begin with DATABASE_ENV_PREFIX are the database and no misspelt settings', () => {
  const env = {
    DATABASE_URL: undefined,
    DATABASE_ENV_PREFIX: 'DATABASE',
    DATABASE_HOST: 'db',
    DATABASE_DATABASE: 'folger',
    DATABASE_USERNAME: 'folger',
    DATABASE_JDBC_URL: 'jdbc:postgresql://db/folger',
  }
  assert.deepEqual(problems(env), [])
  assert.deepEqual(problems({ DATABASE_SSLMODE: 'x' }), [
    'DATABASE_SSLMODE is no setting: did you mean DATABASE_URL?',
  ])
})
