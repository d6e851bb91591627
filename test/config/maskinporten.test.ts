import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'

import { importKey } from '../../src/maskinporten/key.ts'

import { createCertificate } from '../simulator/maskinporten/certificate.ts'
import { JWK, KEY, PEM, problems, read, readGrant } from './fixtures.ts'

const URL_ALONE = { SKATTEETATEN_MILJOE: undefined, SKATTEETATEN_URL: 'http://localhost/{vert}' }
const OWN = createCertificate({ orgnr: '310000003', privateKeyPem: PEM })
const ISSUER = createCertificate({ orgnr: '310000000' })
const CERTIFICATE = OWN.x5c[0]
const ISSUER_CERTIFICATE = ISSUER.x5c[0]
const BY_CERTIFICATE = { MASKINPORTEN_CLIENT_JWK: undefined, MASKINPORTEN_CLIENT_PEM: PEM }

const { d, p, kid, ...rest }: Record<string, unknown> = JSON.parse(JWK)
const EC_PEM = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
})
const ENCRYPTED_PEM = KEY.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'hemmelig',
}).toString()
const PEM_FORM = 'MASKINPORTEN_CLIENT_PEM: must be a private RSA key in PEM, without a password'
const X5C_FORM =
  'MASKINPORTEN_CLIENT_X5C: must be certificates in PEM, or base64 DER separated by commas, our own first'

function keyOf(changes: Record<string, string | undefined>, files?: Record<string, string>) {
  return readGrant({ MASKINPORTEN_CLIENT_JWK: undefined, ...changes }, files).key
}

function secret(form: string, text: string | undefined, file: string | null = null) {
  return { setting: `MASKINPORTEN_CLIENT_${form}`, text, file }
}

test('a certificate and its key are taken in each way they are written', () => {
  const chains = [
    `${CERTIFICATE},${ISSUER_CERTIFICATE}`,
    `${CERTIFICATE}\n  ${ISSUER_CERTIFICATE}`,
    OWN.pem + ISSUER.pem,
    (PEM + OWN.pem + ISSUER.pem).replaceAll('\n', String.raw`\n`),
  ]
  const pkcs1 = KEY.export({ type: 'pkcs1', format: 'pem' }).toString()
  for (const chain of chains) {
    for (const pem of [PEM, pkcs1, PEM.replaceAll('\n', String.raw`\n`)]) {
      const key = keyOf({ MASKINPORTEN_CLIENT_PEM: pem, MASKINPORTEN_CLIENT_X5C: chain })
      assert.deepEqual(importKey(key).header, {
        alg: 'RS256',
        x5c: [CERTIFICATE, ISSUER_CERTIFICATE],
      })
    }
  }
})

test('a PEM may be registered by its kid, have a password, and sign as is said', () => {
  const key = keyOf({
    MASKINPORTEN_CLIENT_PEM: ENCRYPTED_PEM,
    MASKINPORTEN_CLIENT_PASSWORD: 'hemmelig',
    MASKINPORTEN_CLIENT_KID: 'nokkel-1',
    MASKINPORTEN_CLIENT_ALG: 'RS512',
  })

  assert.deepEqual(key, {
    kind: 'pem',
    pem: secret('PEM', ENCRYPTED_PEM),
    password: secret('PASSWORD', 'hemmelig'),
    registered: { kid: 'nokkel-1' },
    alg: 'RS512',
  })
  assert.deepEqual(importKey(key).header, { alg: 'RS512', kid: 'nokkel-1' })
})

const P12 = readFileSync(join(import.meta.dirname, '../lib/pkcs12/aes.p12'), 'latin1')
const P12_PASSWORD = 'hemmelig-ÆØÅ'

test('a PKCS#12 file is taken as it is, and in base64', () => {
  const files = { '/v.p12': P12, '/password': `${P12_PASSWORD}\n` }
  const MASKINPORTEN_CLIENT_PASSWORD_FILE = '/password'
  const asFile = keyOf(
    { MASKINPORTEN_CLIENT_PKCS12_FILE: '/v.p12', MASKINPORTEN_CLIENT_PASSWORD_FILE },
    files,
  )
  assert.deepEqual(asFile, {
    kind: 'pkcs12',
    pkcs12: secret('PKCS12', P12, '/v.p12'),
    password: secret('PASSWORD', P12_PASSWORD, '/password'),
    alg: null,
  })

  const base64 = Buffer.from(P12, 'latin1').toString('base64')
  const asText = keyOf({
    MASKINPORTEN_CLIENT_PKCS12: base64,
    MASKINPORTEN_CLIENT_PASSWORD: P12_PASSWORD,
  })
  assert.deepEqual(importKey(asText).header, importKey(asFile).header)
})

test('the next key has the same forms as the first', () => {
  const { nextKey } = readGrant({
    MASKINPORTEN_NEXT_CLIENT_PEM: PEM,
    MASKINPORTEN_NEXT_CLIENT_KID: 'nokkel-2',
    MASKINPORTEN_NEXT_CLIENT_ALG: 'RS384',
  })
  assert.ok(nextKey)
  assert.deepEqual(importKey(nextKey).header, { alg: 'RS384', kid: 'nokkel-2' })
})

const SIDECAR = { NAIS_TOKEN_ENDPOINT: 'http://127.0.0.1:7164/api/v1/token' }

test('the sidecar is used where it is, although NAIS sets a JWK as well', () => {
  const { maskinporten } = read(SIDECAR)
  assert.deepEqual(maskinporten, {
    clientId: '7ea43b76-6b7d-49e8-af2b-4114ebb66c80',
    kind: 'sidecar',
    url: SIDECAR.NAIS_TOKEN_ENDPOINT,
  })
  assert.equal(
    read({ ...SIDECAR, MASKINPORTEN_CLIENT_JWK: undefined }).maskinporten?.kind,
    'sidecar',
  )
})

test('settings of a key that NAIS does not set go before the sidecar', () => {
  const files = { '/jwk': JWK }
  for (const changes of [
    { MASKINPORTEN_CLIENT_JWK: undefined, MASKINPORTEN_CLIENT_JWK_FILE: '/jwk' },
    { MASKINPORTEN_NEXT_CLIENT_JWK: JWK },
    { MASKINPORTEN_CLIENT_ALG: 'RS512' },
    { MASKINPORTEN_TOKENKILDE: 'grant' },
  ]) {
    assert.equal(read({ ...SIDECAR, ...changes }, files).maskinporten?.kind, 'grant')
  }
})

test('the sidecar goes before a key where that is said', () => {
  const changes = { MASKINPORTEN_NEXT_CLIENT_JWK: JWK, MASKINPORTEN_TOKENKILDE: 'sidecar' }
  assert.equal(read({ ...SIDECAR, ...changes }).maskinporten?.kind, 'sidecar')
})

test('addresses of Maskinporten may be given in place of the well-known URL', () => {
  const maskinporten = readGrant({
    ...URL_ALONE,
    MASKINPORTEN_ISSUER: 'http://localhost:8099/maskinporten/',
    MASKINPORTEN_TOKEN_ENDPOINT: 'http://localhost:8099/maskinporten/token',
  })

  assert.equal(maskinporten.wellKnownUrl, null)
  assert.equal(maskinporten.issuer, 'http://localhost:8099/maskinporten/')
  assert.equal(maskinporten.tokenEndpoint, 'http://localhost:8099/maskinporten/token')
})

test('one address alone leaves the well-known URL for the other', () => {
  const maskinporten = readGrant({ MASKINPORTEN_ISSUER: 'https://issuer.example.org/' })
  assert.match(maskinporten.wellKnownUrl ?? '', /^https:\/\/test\.maskinporten\.no/)
})

test('a client id is no more than an id', () => {
  assert.deepEqual(problems({ MASKINPORTEN_CLIENT_ID: JWK }), [
    "MASKINPORTEN_CLIENT_ID=***: must be the client's id in Maskinporten",
  ])
})

for (const [why, changes, line] of [
  [
    'a JWK is a JSON object',
    { MASKINPORTEN_CLIENT_JWK: '"text"' },
    'MASKINPORTEN_CLIENT_JWK: is not a JSON object: must be a private RSA key as JWK',
  ],
  [
    'a JWK is an RSA key',
    { MASKINPORTEN_CLIENT_JWK: JSON.stringify({ kty: 'EC', kid, d }) },
    'MASKINPORTEN_CLIENT_JWK: is not an RSA key ("kty" is not "RSA"): Maskinporten takes RSA only',
  ],
  [
    'a JWK is the private key',
    { MASKINPORTEN_CLIENT_JWK: JSON.stringify({ ...rest, p, kid }) },
    'MASKINPORTEN_CLIENT_JWK: has no private part ("d"): this is the public key, give the private one',
  ],
  [
    'a JWK is whole',
    { MASKINPORTEN_CLIENT_JWK: JSON.stringify({ ...rest, d, kid }) },
    'MASKINPORTEN_CLIENT_JWK: is not a whole private RSA key: it lacks p',
  ],
  [
    'a JWK has a kid',
    { MASKINPORTEN_CLIENT_JWK: JSON.stringify({ ...rest, d, p }) },
    'MASKINPORTEN_CLIENT_JWK: has no "kid": Maskinporten finds the registered key by it',
  ],
  [
    'there is one key, not two',
    { MASKINPORTEN_CLIENT_PEM: PEM, MASKINPORTEN_CLIENT_KID: 'k' },
    'MASKINPORTEN_CLIENT_JWK and MASKINPORTEN_CLIENT_PEM are set: leave out all but one form of the key',
  ],
  [
    'a PEM has its certificate or its kid',
    BY_CERTIFICATE,
    'MASKINPORTEN_CLIENT_X5C or MASKINPORTEN_CLIENT_KID must be set with the PEM, and not both',
  ],
  [
    'and not both',
    { ...BY_CERTIFICATE, MASKINPORTEN_CLIENT_X5C: CERTIFICATE, MASKINPORTEN_CLIENT_KID: 'k' },
    'MASKINPORTEN_CLIENT_X5C or MASKINPORTEN_CLIENT_KID must be set with the PEM, and not both',
  ],
  [
    'a certificate has its key',
    { MASKINPORTEN_CLIENT_JWK: undefined, MASKINPORTEN_CLIENT_X5C: CERTIFICATE },
    'MASKINPORTEN_CLIENT_PEM is not set: it goes with MASKINPORTEN_CLIENT_X5C',
  ],
  [
    'there is a key at all',
    { MASKINPORTEN_CLIENT_JWK: undefined },
    'MASKINPORTEN_CLIENT_JWK is not set: must be a private RSA key as JWK with a kid, or MASKINPORTEN_CLIENT_PEM or MASKINPORTEN_CLIENT_PKCS12 instead',
  ],
  [
    'what belongs to the next key is no key yet',
    { MASKINPORTEN_NEXT_CLIENT_ALG: 'RS256' },
    'MASKINPORTEN_NEXT_CLIENT_JWK is not set: must be a private RSA key as JWK with a kid, or MASKINPORTEN_NEXT_CLIENT_PEM or MASKINPORTEN_NEXT_CLIENT_PKCS12 instead',
  ],
  [
    'grants are signed with RSA and SHA-2',
    { MASKINPORTEN_CLIENT_ALG: 'PS256' },
    'MASKINPORTEN_CLIENT_ALG=PS256: must be RS256, RS384 or RS512; did you mean RS256?',
  ],
  [
    'a password is the right one',
    {
      ...BY_CERTIFICATE,
      MASKINPORTEN_CLIENT_PEM: ENCRYPTED_PEM,
      MASKINPORTEN_CLIENT_PASSWORD: 'feil',
      MASKINPORTEN_CLIENT_KID: 'k',
    },
    'MASKINPORTEN_CLIENT_PEM: must be a private RSA key in PEM, with the password of MASKINPORTEN_CLIENT_PASSWORD',
  ],
  [
    'so is that of a PKCS#12 file',
    {
      MASKINPORTEN_CLIENT_JWK: undefined,
      MASKINPORTEN_CLIENT_PKCS12: Buffer.from(P12, 'latin1').toString('base64'),
      MASKINPORTEN_CLIENT_PASSWORD: 'feil',
    },
    'MASKINPORTEN_CLIENT_PKCS12: is not a PKCS#12 file with a key and its certificate, or MASKINPORTEN_CLIENT_PASSWORD is not its password',
  ],
  [
    'a sidecar asks for nobody else',
    { NAIS_TOKEN_ENDPOINT: 'http://127.0.0.1/token', KONSUMENTER: 'egen,310000019' },
    'MASKINPORTEN_TOKENKILDE=sidecar: must be grant with KONSUMENTER=310000019, because the sidecar asks on our own behalf only',
  ],
  [
    'a sidecar has an address',
    { MASKINPORTEN_TOKENKILDE: 'sidecar' },
    'NAIS_TOKEN_ENDPOINT is not set: must be a full URL',
  ],
  [
    'the certificate is that of the key',
    { ...BY_CERTIFICATE, MASKINPORTEN_CLIENT_X5C: ISSUER_CERTIFICATE },
    'MASKINPORTEN_CLIENT_X5C: its first certificate is for another key than MASKINPORTEN_CLIENT_PEM',
  ],
  [
    'a PEM is a key',
    { ...BY_CERTIFICATE, MASKINPORTEN_CLIENT_PEM: 'x', MASKINPORTEN_CLIENT_X5C: CERTIFICATE },
    PEM_FORM,
  ],
  [
    'a PEM is not encrypted',
    {
      ...BY_CERTIFICATE,
      MASKINPORTEN_CLIENT_PEM: ENCRYPTED_PEM,
      MASKINPORTEN_CLIENT_X5C: CERTIFICATE,
    },
    PEM_FORM,
  ],
  [
    'a PEM is an RSA key',
    {
      ...BY_CERTIFICATE,
      MASKINPORTEN_CLIENT_PEM: EC_PEM.toString(),
      MASKINPORTEN_CLIENT_X5C: CERTIFICATE,
    },
    'MASKINPORTEN_CLIENT_PEM: is not an RSA key: Maskinporten takes RSA only',
  ],
  ['a chain is of certificates', { ...BY_CERTIFICATE, MASKINPORTEN_CLIENT_X5C: 'aGVp' }, X5C_FORM],
  ['a chain is not empty', { ...BY_CERTIFICATE, MASKINPORTEN_CLIENT_X5C: ',' }, X5C_FORM],
  [
    'an address of Maskinporten is https',
    { MASKINPORTEN_TOKEN_ENDPOINT: 'http://example.org/token' },
    'MASKINPORTEN_TOKEN_ENDPOINT=http://example.org/token: must be https: http is for 127.0.0.1, ::1 and localhost only',
  ],
  [
    'which Maskinporten it is must be known',
    { ...URL_ALONE, MASKINPORTEN_ISSUER: 'https://issuer.example.org/' },
    'MASKINPORTEN_WELL_KNOWN_URL is not set: SKATTEETATEN_URL does not say which Maskinporten, so give it, or MASKINPORTEN_ISSUER and MASKINPORTEN_TOKEN_ENDPOINT, or SKATTEETATEN_MILJOE',
  ],
] as const) {
  test(why, () => assert.deepEqual(problems(changes), [line]))
}
