import assert from 'node:assert/strict'
import test from 'node:test'

import * as fc from 'fast-check'

import { readConfig } from '../../src/config/config.ts'
import { ConfigError } from '../../src/domain/errors.ts'
import { deps, ENV, JWK, KATALOG, problems, problemsOf, read } from './fixtures.ts'

test('the defaults are those of the table', () => {
  const { lister, ...config } = read({})

  assert.deepEqual(config, {
    skatteetaten: { url: 'https://{vert}.api.skatteetaten-test.no', stier: '2024' },
    konsumenter: ['egen'],
    samtidighetPer: 'alle',
    sideAntall: 1000,
    maksSamtidigeOppslag: 5,
    bekreftIngenDataEtterMs: 600_000,
    bryterProsent: 50,
    bryterAntall: 100,
    overlappSekvensnumre: 1000,
    overlappPlan: '*/15 * * * *',
    folg: 'alle',
    forsteLasting: null,
    sistePeriode: [],
    inntektsmottakere: [],
    inntektsmottakerePlan: '41 4 11 * *',
    transport: { clientCertificate: null, ca: null },
    proxies: null,
    klient: '7ea43b76-6b7d-49e8-af2b-4114ebb66c80',
    maskinporten: {
      clientId: '7ea43b76-6b7d-49e8-af2b-4114ebb66c80',
      kind: 'grant',
      key: {
        kind: 'jwk',
        jwk: { setting: 'MASKINPORTEN_CLIENT_JWK', text: JWK, file: null },
        alg: null,
        password: null,
      },
      nextKey: null,
      wellKnownUrl: 'https://test.maskinporten.no/.well-known/oauth-authorization-server',
      issuer: null,
      tokenEndpoint: null,
    },
    database: {
      connection: {
        kind: 'url',
        url: 'postgres://folger:hemmelig@localhost:5432/folger',
        tls: { mode: 'disable', rootCert: null, client: null },
      },
      migrationConnection: null,
      migrations: 'run',
      poolMax: 4,
    },
    logLevel: 'info',
    logFormat: 'json',
    port: 8080,
    shutdownTimeoutMs: 20_000,
    hendelserBeholdesDager: 400,
    endringerBeholdesDager: 400,
    historikk: false,
    historikkBeholdesDager: 3650,
    slettePlan: '17 3 * * *',
    slettedeBeholdesDager: 400,
    bevakingsoenskerBeholdesDager: 30,
    oppslagsloggBeholdesDager: 400,
    revisjonBeholdesDager: 3650,
    opplysningerBeholdesAar: null,
    miljoe: 'test',
  })
  assert.deepEqual(lister, [
    {
      konsument: 'egen',
      liste: KATALOG.lister.get('tilleggsskatt'),
      scope: 'skatteetaten:tilleggsskatt',
      startdato: null,
      lesPlan: '* * * * *',
      oppslag: [
        {
          oppslag: KATALOG.oppslag.get('tilleggsskatt'),
          scope: 'skatteetaten:tilleggsskatt',
          rettighetspakke: null,
        },
      ],
    },
  ])
})

test('an empty environment gives the list of what is required', () => {
  assert.deepEqual(problemsOf({}), [
    'SKATTEETATEN_MILJOE is not set: must be test or prod, unless SKATTEETATEN_URL is set',
    "HENDELSESLISTER is not set: must be ids of the katalog's hendelseslister, separated by commas",
    "MASKINPORTEN_CLIENT_ID is not set: must be the client's id in Maskinporten",
    'MASKINPORTEN_CLIENT_JWK is not set: must be a private RSA key as JWK with a kid, or MASKINPORTEN_CLIENT_PEM or MASKINPORTEN_CLIENT_PKCS12 instead',
    'DATABASE_URL is not set, nor PGHOST and its like: must be a URL such as postgres://user:password@host:5432/database',
  ])
})

test('ten different mistakes are all listed at once', () => {
  const found = problems(
    {
      SKATTEETATEN_MILJOE: 'tets',
      KATALOG_FIL: '/nope.json',
      HENDELSESLISTER: 'tilleggsskatt,skatteopgjoer',
      STARTDATO: '2024-31-01',
      LES_PLAN: 'often',
      MAKS_SAMTIDIGE_OPPSLAG: '80',
      MASKINPORTEN_CLIENT_JWK: 'not json',
      DATABASE_URL: undefined,
      DATABASE_URL_FILE: '/nope',
      LOG_LEVEL: 'information',
      SIDE_ANTAL: '10',
    },
    {},
  )

  assert.deepEqual(found, [
    'SKATTEETATEN_MILJOE=tets: must be test or prod; did you mean test?',
    'KATALOG_FIL=/nope.json: cannot be read (ENOENT)',
    'STARTDATO=2024-31-01: no such date: months go to 12; did you mean 2024-01-31?',
    'LES_PLAN=often: must be a cron expression',
    'HENDELSESLISTER: there is no hendelsesliste skatteopgjoer; did you mean skatteoppgjoer?',
    'MAKS_SAMTIDIGE_OPPSLAG=80: must be a whole number from 1 to 5',
    'MASKINPORTEN_CLIENT_JWK: is not a JSON object: must be a private RSA key as JWK',
    'DATABASE_URL_FILE=/nope: cannot be read (ENOENT)',
    'LOG_LEVEL=information: must be fatal, error, warn, info, debug, trace or silent',
    'SIDE_ANTAL is no setting: did you mean SIDE_ANTALL?',
  ])
})

test('the error counts the problems and has one line for each', () => {
  assert.throws(
    () => readConfig({ ...ENV, PORT: '-1', SIDE_ANTALL: '1e3' }, deps()),
    new ConfigError([
      'SIDE_ANTALL=1e3: must be a whole number from 1 to 10000',
      'PORT=-1: must be a whole number from 0 to 65535',
    ]),
  )
})

test('the order of the environment does not matter', () => {
  const env = { ...ENV, STARTDATO: '0', LES_PLAN__TILLEGGSSKATT: '0 * * * *', PORT: '0' }
  const expected = readConfig(env, deps())

  fc.assert(
    fc.property(fc.shuffledSubarray(Object.entries(env), { minLength: 8 }), (entries) => {
      assert.deepEqual(readConfig(Object.fromEntries(entries), deps()), expected)
    }),
  )
})

test('the config is frozen to its leaves', () => {
  const config = read({})

  const [followed] = config.lister
  assert.ok(followed)
  for (const part of [config, config.skatteetaten, config.lister, followed, followed.oppslag[0]]) {
    assert.ok(Object.isFrozen(part))
  }
  for (const part of [config.maskinporten, config.database.connection]) {
    assert.ok(Object.isFrozen(part))
  }
})

test('problems of KATALOG_FIL join the list', () => {
  assert.deepEqual(problems({ KATALOG_FIL: '/k.json', PORT: 'x' }, { '/k.json': '{}' }), [
    '/k.json: $.lister[0].id: expected text, got nothing',
    'PORT=x: must be a whole number from 0 to 65535',
  ])
})

test('KATALOG_FIL is what the lists are looked up in', () => {
  const given: unknown[] = []
  const withFile = {
    ...deps({ '/k.json': '{"lister":[]}\n' }),
    loadKatalog: (fil?: unknown) => {
      given.push(fil)
      return KATALOG
    },
  }

  readConfig({ ...ENV, KATALOG_FIL: '/k.json' }, withFile)

  assert.deepEqual(given, [{ navn: '/k.json', tekst: '{"lister":[]}' }])
})

test('numbers and words at their bounds', () => {
  const config = read({
    SIDE_ANTALL: '10000',
    MAKS_SAMTIDIGE_OPPSLAG: '1',
    BEKREFT_INGEN_DATA_ETTER: '0s',
    DATABASE_POOL_MAX: '2',
    MIGRATIONS: 'off',
    LOG_LEVEL: 'silent',
    SHUTDOWN_TIMEOUT_SECONDS: '1',
    HENDELSER_BEHOLDES_DAGER: '1',
  })

  assert.equal(config.sideAntall, 10_000)
  assert.equal(config.maksSamtidigeOppslag, 1)
  assert.equal(config.bekreftIngenDataEtterMs, 0)
  assert.equal(config.database.poolMax, 2)
  assert.equal(config.database.migrations, 'off')
  assert.equal(config.logLevel, 'silent')
  assert.equal(config.shutdownTimeoutMs, 1_000)
  assert.equal(config.hendelserBeholdesDager, 1)
})

for (const [name, value, line] of [
  ['SIDE_ANTALL', '0', 'must be a whole number from 1 to 10000'],
  ['SIDE_ANTALL', '10001', 'must be a whole number from 1 to 10000'],
  ['SIDE_ANTALL', '1.5', 'must be a whole number from 1 to 10000'],
  ['MAKS_SAMTIDIGE_OPPSLAG', '6', 'must be a whole number from 1 to 5'],
  ['DATABASE_POOL_MAX', '1', 'must be a whole number from 2 to 100'],
  ['REVISJON_BEHOLDES_DAGER', '89', 'must be a whole number from 90 to 36500'],
  ['ENDRINGER_BEHOLDES_DAGER', '0', 'must be a whole number from 1 to 36500'],
  ['BEKREFT_INGEN_DATA_ETTER', '10', 'must be a duration such as 30s, 10m or 2h, at most 7d'],
  ['BEKREFT_INGEN_DATA_ETTER', '8d', 'must be a duration such as 30s, 10m or 2h, at most 7d'],
  ['MIGRATIONS', 'chekc', 'must be run, check or off; did you mean check?'],
  ['SKATTEETATEN_STIER', '2023', 'must be 2024 or 2022; did you mean 2024?'],
  [
    'LOG_LEVEL',
    'INFO',
    'must be fatal, error, warn, info, debug, trace or silent; did you mean info?',
  ],
  ['MASKINPORTEN_CLIENT_ID', 'a b', "must be the client's id in Maskinporten"],
  ['PORT', '01810112345', 'must be a whole number from 0 to 65535'],
] as const) {
  test(`${name}=${value} is refused with what it must be`, () => {
    const shown = value === '01810112345' ? '***' : value
    assert.deepEqual(problems({ [name]: value }), [`${name}=${shown}: ${line}`])
  })
}

test('an empty text is the same as none', () => {
  assert.deepEqual(read({ PORT: '', STARTDATO: ' ', STARTDATE: '' }), read({}))
})
