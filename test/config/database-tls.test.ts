import assert from 'node:assert/strict'
import test from 'node:test'
import { createCertificate } from '../simulator/maskinporten/certificate.ts'
import { print, problems, read } from './fixtures.ts'

const OWN = createCertificate({ orgnr: '310000003' })
const ROOT = createCertificate({ orgnr: '310000000' })
const FILES = {
  '/tls/root.crt': ROOT.pem,
  '/tls/client.crt': OWN.pem,
  '/tls/client.key': OWN.privateKeyPem,
  '/tls/other.key': ROOT.privateKeyPem,
  '/tls/garbage': 'not a certificate',
}
const CLIENT = { cert: '/tls/client.crt', key: '/tls/client.key' }
const VARIABLES = {
  PGSSLMODE: 'verify-full',
  PGSSLROOTCERT: '/tls/root.crt',
  PGSSLCERT: CLIENT.cert,
  PGSSLKEY: CLIENT.key,
}
const BASE = 'postgres://folger:x@db/folger'

function connection(changes: Record<string, string | undefined>) {
  return read(changes, FILES).database.connection
}

test('without a word about it the connection is not encrypted', () => {
  assert.deepEqual(connection({}).tls, { mode: 'disable', rootCert: null, client: null })
})

test('PGSSLMODE and its like are for every way to name the database', () => {
  const tls = { mode: 'verify-full', rootCert: '/tls/root.crt', client: CLIENT }
  const parts = { DATABASE_URL: undefined, PGHOST: 'db', PGDATABASE: 'd', PGUSER: 'u' }
  assert.deepEqual(connection(VARIABLES).tls, tls)
  assert.deepEqual(connection({ ...VARIABLES, ...parts }).tls, tls)
})

test("a URL's parameters go before the variables, and are taken out of it", () => {
  const url = `${BASE}?sslmode=verify-ca&options=-c%20jit%3Doff&sslrootcert=/tls/root.crt`
  const { PGSSLCERT, PGSSLKEY } = VARIABLES

  assert.deepEqual(connection({ DATABASE_URL: url, PGSSLMODE: 'disable', PGSSLCERT, PGSSLKEY }), {
    kind: 'url',
    url: `${BASE}?options=-c+jit%3Doff`,
    tls: { mode: 'verify-ca', rootCert: '/tls/root.crt', client: CLIENT },
  })
})

test("node-postgres' own switch is taken out as well", () => {
  const url = `${BASE}?uselibpqcompat=true&sslmode=require`
  assert.deepEqual(connection({ DATABASE_URL: url }), {
    kind: 'url',
    url: BASE,
    tls: { mode: 'require', rootCert: null, client: null },
  })
})

test("NAIS' variables are for its database, and go before PGSSLMODE", () => {
  const nais = {
    NAIS_DATABASE_A_B_HOST: '10.1.2.3',
    NAIS_DATABASE_A_B_DATABASE: 'b',
    NAIS_DATABASE_A_B_USERNAME: 'a',
    NAIS_DATABASE_A_B_SSLMODE: 'verify-ca',
    NAIS_DATABASE_A_B_SSLROOTCERT: '/tls/root.crt',
    NAIS_DATABASE_A_B_SSLCERT: CLIENT.cert,
    NAIS_DATABASE_A_B_SSLKEY: CLIENT.key,
  }
  const tls = { mode: 'verify-ca', rootCert: '/tls/root.crt', client: CLIENT }
  const changes = { DATABASE_URL: undefined, PGSSLMODE: 'disable' }
  assert.deepEqual(connection({ ...changes, ...nais }).tls, tls)

  const url = { NAIS_DATABASE_A_B_HOST: undefined, NAIS_DATABASE_A_B_URL: BASE }
  assert.deepEqual(connection({ ...changes, ...nais, ...url }).tls, tls)
})

test('the database for migrations is protected as its own URL says', () => {
  const { migrationConnection } = read(
    { ...VARIABLES, MIGRATION_DATABASE_URL: `${BASE}?sslmode=require` },
    FILES,
  ).database
  assert.equal(migrationConnection?.tls?.mode, 'require')
  assert.deepEqual(migrationConnection.tls.client, CLIENT)
})

test('the public authorities are trusted where system is said, or nothing', () => {
  const tls = { mode: 'verify-full', rootCert: null, client: null }
  assert.deepEqual(connection({ PGSSLMODE: 'verify-full' }).tls, tls)
  assert.deepEqual(connection({ PGSSLMODE: 'verify-full', PGSSLROOTCERT: 'system' }).tls, tls)
})

test('what protects the connection is printed, and no other parameter of the URL', () => {
  const url = `${BASE}?sslmode=verify-full&sslrootcert=/tls/root.crt&password=hemmelig`
  const line = print({ DATABASE_URL: url }, FILES).find((one) => one.startsWith('DATABASE_URL'))
  assert.equal(
    line,
    'DATABASE_URL=postgres://folger:***@db/folger?sslmode=verify-full&sslrootcert=%2Ftls%2Froot.crt',
  )
})

const MODES = 'disable, require, verify-ca or verify-full'
const CERTIFICATES = 'the path of a file with certificates in PEM'

for (const [why, changes, line] of [
  [
    'prefer is refused, because it can be talked out of encryption',
    { DATABASE_URL: `${BASE}?sslmode=prefer` },
    `DATABASE_URL: its sslmode=prefer: would give up encryption where it fails: must be ${MODES}`,
  ],
  [
    'a mode is one of four',
    { PGSSLMODE: 'verify_full' },
    `PGSSLMODE=verify_full: must be ${MODES}; did you mean verify-full?`,
  ],
  [
    'other parameters about TLS are not passed over in silence',
    { DATABASE_URL: `${BASE}?sslcrl=/x` },
    'DATABASE_URL: its parameter sslcrl is not supported: use sslmode, sslrootcert, sslcert or sslkey',
  ],
  ['nor are variables', { PGSSLCRL: '/x' }, 'PGSSLCRL is no setting: did you mean PGSSLCERT?'],
  [
    'verify-ca needs an authority of its own',
    { PGSSLMODE: 'verify-ca' },
    `PGSSLROOTCERT is not set: sslmode=verify-ca must have ${CERTIFICATES}, because everybody can get a certificate of the public authorities`,
  ],
  [
    'the public authorities go with verify-full alone',
    { PGSSLMODE: 'require', PGSSLROOTCERT: 'system' },
    'PGSSLROOTCERT=system: must be with sslmode=verify-full, because everybody can get a certificate of the public authorities',
  ],
  [
    'a certificate without a mode is not left unused',
    { PGSSLROOTCERT: '/tls/root.crt' },
    `PGSSLMODE is not set, but a certificate for the database is: must be ${MODES}`,
  ],
  [
    'a file must be there',
    { PGSSLMODE: 'verify-ca', PGSSLROOTCERT: '/nope' },
    'PGSSLROOTCERT=/nope: cannot be read (ENOENT)',
  ],
  [
    'a file must hold certificates',
    { DATABASE_URL: `${BASE}?sslmode=verify-ca&sslrootcert=/tls/garbage` },
    `DATABASE_URL: its sslrootcert=/tls/garbage: must be ${CERTIFICATES}, or system`,
  ],
  [
    'a key must be one',
    { PGSSLMODE: 'require', PGSSLCERT: CLIENT.cert, PGSSLKEY: '/tls/root.crt' },
    'PGSSLKEY=/tls/root.crt: must be the path of a file with a private key in PEM, without a password',
  ],
  [
    'a certificate needs its key',
    { PGSSLMODE: 'require', PGSSLCERT: CLIENT.cert },
    'PGSSLKEY is not set: a certificate that we show and its key go together',
  ],
  [
    'and no other key',
    { PGSSLMODE: 'require', PGSSLCERT: CLIENT.cert, PGSSLKEY: '/tls/other.key' },
    'PGSSLKEY=/tls/other.key: is the key of another certificate than /tls/client.crt',
  ],
] as const) {
  test(why, () => assert.deepEqual(problems(changes, FILES), [line]))
}
