import assert from 'node:assert/strict'
import test from 'node:test'

import * as fc from 'fast-check'

import { printConfig } from '../../src/config/config.ts'
import { SETTINGS } from '../../src/config/settings.ts'
import { ConfigError } from '../../src/domain/errors.ts'
import { createCertificate } from '../simulator/maskinporten/certificate.ts'
import { deps, ENV, JWK, PEM, print, problems, read } from './fixtures.ts'

/** What --print-config or the error says, whichever comes. */
function output(env: Record<string, string | undefined>, files: Record<string, string> = {}) {
  try {
    return printConfig({ ...ENV, ...env }, deps(files))
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return `${error.message}\n${error.problems.join('\n')}`
  }
}

const SECRETS = SETTINGS.filter(({ secret }) => secret).map(({ name }) =>
  name.replace('<X>', 'MYAPP_MYDB'),
)
// Long enough not to be part of a message by chance.
const secret = fc.string({ minLength: 12, unit: 'grapheme-ascii' }).filter((s) => s.trim() === s)

test('the secrets are those that one would think of', () => {
  assert.deepEqual(SECRETS, [
    'SKATTEETATEN_KLIENTSERTIFIKAT',
    'SKATTEETATEN_KLIENTSERTIFIKAT_NOEKKEL',
    'SKATTEETATEN_KLIENTSERTIFIKAT_PKCS12',
    'SKATTEETATEN_KLIENTSERTIFIKAT_PASSORD',
    ...['MASKINPORTEN_CLIENT', 'MASKINPORTEN_NEXT_CLIENT'].flatMap((key) => [
      `${key}_JWK`,
      `${key}_PEM`,
      `${key}_X5C`,
      `${key}_PKCS12`,
      `${key}_PASSWORD`,
    ]),
    'HTTPS_PROXY',
    'HTTP_PROXY',
    'DATABASE_URL',
    'PGPASSWORD',
    'PGURL',
    'NAIS_DATABASE_MYAPP_MYDB_PASSWORD',
    'NAIS_DATABASE_MYAPP_MYDB_URL',
    'MIGRATION_DATABASE_URL',
  ])
})

for (const name of SECRETS) {
  const alone = { MASKINPORTEN_CLIENT_JWK: undefined, DATABASE_URL: undefined }
  const asParts = { PGHOST: name === 'PGPASSWORD' ? 'db' : undefined, PGDATABASE: 'd', PGUSER: 'u' }

  test(`whatever ${name} is, it is not in what is printed`, () => {
    fc.assert(
      fc.property(secret, (value) => {
        const direct = output({ ...alone, ...asParts, [name]: value })
        const inFile = output(
          { ...alone, ...asParts, [`${name}_FILE`]: '/secret' },
          { '/secret': value },
        )
        const asPath = output({ ...alone, ...asParts, [`${name}_FILE`]: `x${value}` })
        for (const text of [direct, inFile, asPath]) assert.ok(!text.includes(value))
      }),
    )
  })
}

test('the password is not in what is printed of a database URL, encoded or not', () => {
  fc.assert(
    fc.property(secret, fc.boolean(), (password, isEncoded) => {
      const inUrl = isEncoded ? encodeURIComponent(password) : password
      const text = output({
        DATABASE_URL: `postgres://folger:${inUrl}@localhost:5432/folger`,
        MIGRATION_DATABASE_URL: `postgres://localhost/folger?password=${inUrl}`,
      })
      assert.ok(!text.includes(password))
      assert.ok(!text.includes(inUrl))
    }),
  )
})

test('no member of a wrong JWK is in the error', () => {
  const { kid, ...withoutKid }: Record<string, string> = JSON.parse(JWK)
  const text = output({ MASKINPORTEN_CLIENT_JWK: JSON.stringify(withoutKid) })

  assert.match(text, /has no "kid"/)
  for (const member of [kid, withoutKid['n'], withoutKid['d']]) {
    assert.ok(member !== undefined && !text.includes(member))
  }
})

test('what is in effect is printed in the order of the table, secrets as ***', () => {
  assert.deepEqual(
    print({
      DATABASE_URL: 'postgres://folger:hemmelig@db:5432/folger?sslmode=require&password=hemmelig',
      HENDELSESLISTER: 'TILLEGGSSKATT,skatteoppgjoer',
      RETTIGHETSPAKKE: 'ssb',
      STARTDATO__TILLEGGSSKATT: '0',
    }),
    [
      'SKATTEETATEN_MILJOE=test',
      'SKATTEETATEN_URL=https://{vert}.api.skatteetaten-test.no',
      'SKATTEETATEN_STIER=2024',
      'SKATTEETATEN_TILGANG=token',
      'KONSUMENTER=egen',
      'SAMTIDIGHET_PER=alle',
      'HENDELSESLISTER=tilleggsskatt,skatteoppgjoer',
      'OPPSLAG__SKATTEOPPGJOER=avregning,beregnet-skatt',
      'OPPSLAG__TILLEGGSSKATT=tilleggsskatt',
      'RETTIGHETSPAKKE=ssb',
      'STARTDATO__TILLEGGSSKATT=0',
      'LES_PLAN=* * * * *',
      'OVERLAPP_SEKVENSNUMRE=1000',
      'OVERLAPP_PLAN=*/15 * * * *',
      'FOLG=alle',
      'FORSTE_LASTING=siste',
      'FORSTE_LASTING_MAANEDER=12',
      'INNTEKTSMOTTAKERE_PLAN=41 4 11 * *',
      'SIDE_ANTALL=1000',
      'MAKS_SAMTIDIGE_OPPSLAG=5',
      'BEKREFT_INGEN_DATA_ETTER=10m',
      'BRYTER_PROSENT=50',
      'BRYTER_ANTALL=100',
      'MASKINPORTEN_CLIENT_ID=7ea43b76-6b7d-49e8-af2b-4114ebb66c80',
      'MASKINPORTEN_TOKENKILDE=grant',
      'MASKINPORTEN_CLIENT_JWK=***',
      'MASKINPORTEN_WELL_KNOWN_URL=https://test.maskinporten.no/.well-known/oauth-authorization-server',
      'DATABASE_URL=postgres://folger:***@db:5432/folger?sslmode=require',
      'MIGRATIONS=run',
      'DATABASE_POOL_MAX=4',
      'LOG_LEVEL=info',
      'LOG_FORMAT=json',
      'PORT=8080',
      'SHUTDOWN_TIMEOUT_SECONDS=20',
      'SLETTE_PLAN=17 3 * * *',
      'HENDELSER_BEHOLDES_DAGER=400',
      'ENDRINGER_BEHOLDES_DAGER=400',
      'HISTORIKK=false',
      'HISTORIKK_BEHOLDES_DAGER=3650',
      'SLETTEDE_BEHOLDES_DAGER=400',
      'BEVAKINGSOENSKER_BEHOLDES_DAGER=30',
      'OPPSLAGSLOGG_BEHOLDES_DAGER=400',
      'REVISJON_BEHOLDES_DAGER=3650',
    ],
  )
})

test('the parts of a database and a certificate are printed with *** for the secrets', () => {
  const printed = print({
    DATABASE_URL: undefined,
    NAIS_DATABASE_MYAPP_MYDB_HOST: 'db',
    NAIS_DATABASE_MYAPP_MYDB_DATABASE: 'folger',
    NAIS_DATABASE_MYAPP_MYDB_USERNAME: 'folger',
    NAIS_DATABASE_MYAPP_MYDB_PASSWORD: 'hemmelig',
    MASKINPORTEN_CLIENT_JWK: undefined,
    MASKINPORTEN_CLIENT_PEM: PEM,
    MASKINPORTEN_CLIENT_X5C: createCertificate({ orgnr: '310000003', privateKeyPem: PEM }).pem,
  })

  assert.deepEqual(
    printed.filter((line) => /^NAIS|_PEM|_X5C/.test(line)),
    [
      'MASKINPORTEN_CLIENT_PEM=***',
      'MASKINPORTEN_CLIENT_X5C=***',
      'NAIS_DATABASE_MYAPP_MYDB_HOST=db',
      'NAIS_DATABASE_MYAPP_MYDB_PORT=5432',
      'NAIS_DATABASE_MYAPP_MYDB_DATABASE=folger',
      'NAIS_DATABASE_MYAPP_MYDB_USERNAME=folger',
      'NAIS_DATABASE_MYAPP_MYDB_PASSWORD=***',
    ],
  )
})

test('a setting may be in a file, without the last line end', () => {
  const files = {
    '/run/secrets/jwk': `${JWK}\n`,
    '/run/secrets/url': 'postgres://folger:fra-fil@db/folger\r\n',
    '/run/startdato': '2024-01-31\n',
  }
  const { maskinporten, database, lister } = read(
    {
      MASKINPORTEN_CLIENT_JWK: undefined,
      MASKINPORTEN_CLIENT_JWK_FILE: '/run/secrets/jwk',
      DATABASE_URL: '',
      DATABASE_URL_FILE: '/run/secrets/url',
      STARTDATO__TILLEGGSSKATT_FILE: '/run/startdato',
    },
    files,
  )

  assert.ok(maskinporten?.kind === 'grant' && maskinporten.key.kind === 'jwk')
  const file = '/run/secrets/jwk'
  assert.deepEqual(maskinporten.key.jwk, { setting: 'MASKINPORTEN_CLIENT_JWK', text: JWK, file })
  const url = 'postgres://folger:fra-fil@db/folger'
  assert.deepEqual(database.connection, {
    kind: 'url',
    url,
    tls: { mode: 'disable', rootCert: null, client: null },
  })
  assert.equal(lister[0]?.startdato, '2024-01-31')
})

test('a value and a file for the same setting, and an empty or missing file, are refused', () => {
  assert.deepEqual(
    problems(
      {
        DATABASE_URL_FILE: '/url',
        MASKINPORTEN_CLIENT_JWK: undefined,
        MASKINPORTEN_CLIENT_JWK_FILE: '/nope',
        PORT_FILE: '/empty',
      },
      { '/url': 'postgres://db/folger', '/empty': '\n' },
    ),
    [
      'MASKINPORTEN_CLIENT_JWK_FILE=/nope: cannot be read (ENOENT)',
      'DATABASE_URL and DATABASE_URL_FILE are both set: leave out one of them',
      'PORT_FILE=/empty: the file is empty',
    ],
  )
})
