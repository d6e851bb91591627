import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import test from 'node:test'

import { createCertificate } from '../simulator/maskinporten/certificate.ts'
import { JWK, KEY, PEM, problems, read } from './fixtures.ts'

const URL_ALONE = { SKATTEETATEN_MILJOE: undefined, SKATTEETATEN_URL: 'http://localhost/{vert}' }
const OWN = createCertificate({ orgnr: '310000003', privateKeyPem: PEM })
const ISSUER = createCertificate({ orgnr: '310000000' })
const CERTIFICATE = OWN.x5c[0]
const ISSUER_CERTIFICATE = ISSUER.x5c[0]
const BY_CERTIFICATE = { MASKINPORTEN_CLIENT_JWK: undefined, MASKINPORTEN_CLIENT_PEM: PEM }

function keyOf(changes: Record<string, string | undefined>) {
  return read({ ...BY_CERTIFICATE, ...changes }).maskinporten.key
}

test('a certificate and its key are taken in each way they are written', () => {
  const expected = { kind: 'x5c', pem: PEM, x5c: [CERTIFICATE, ISSUER_CERTIFICATE] }

  const chains = [
    `${CERTIFICATE},${ISSUER_CERTIFICATE}`,
    `${CERTIFICATE}\n  ${ISSUER_CERTIFICATE}`,
    OWN.pem + ISSUER.pem,
    (PEM + OWN.pem + ISSUER.pem).replaceAll('\n', String.raw`\n`),
  ]
  for (const chain of chains) {
    assert.deepEqual(keyOf({ MASKINPORTEN_CLIENT_X5C: chain }), expected)
  }
  const pkcs1 = KEY.export({ type: 'pkcs1', format: 'pem' }).toString()
  for (const pem of [pkcs1, PEM.replaceAll('\n', String.raw`\n`)]) {
    const changes = { MASKINPORTEN_CLIENT_PEM: pem, MASKINPORTEN_CLIENT_X5C: chains[0] }
    assert.deepEqual(keyOf(changes), expected)
  }
})

test('addresses of Maskinporten may be given in place of the well-known URL', () => {
  const { maskinporten } = read({
    ...URL_ALONE,
    MASKINPORTEN_ISSUER: 'http://localhost:8099/maskinporten/',
    MASKINPORTEN_TOKEN_ENDPOINT: 'http://localhost:8099/maskinporten/token',
  })

  assert.equal(maskinporten.wellKnownUrl, null)
  assert.equal(maskinporten.issuer, 'http://localhost:8099/maskinporten/')
  assert.equal(maskinporten.tokenEndpoint, 'http://localhost:8099/maskinporten/token')
})

test('one address alone leaves the well-known URL for the other', () => {
  const { maskinporten } = read({ MASKINPORTEN_ISSUER: 'https://issuer.example.org/' })
  assert.match(maskinporten.wellKnownUrl ?? '', /^https:\/\/test\.maskinporten\.no/)
})

test('a client id is no more than an id', () => {
  assert.deepEqual(problems({ MASKINPORTEN_CLIENT_ID: JWK }), [
    "MASKINPORTEN_CLIENT_ID=***: must be the client's id in Maskinporten",
  ])
})

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
})
const PEM_FORM = 'MASKINPORTEN_CLIENT_PEM: must be a private RSA key in PEM, without a password'
const X5C_FORM =
  'MASKINPORTEN_CLIENT_X5C: must be certificates in PEM, or base64 DER separated by commas, our own first'

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
    { MASKINPORTEN_CLIENT_PEM: PEM },
    'MASKINPORTEN_CLIENT_JWK is set, and so is MASKINPORTEN_CLIENT_PEM or MASKINPORTEN_CLIENT_X5C: leave out the JWK, or both of the others',
  ],
  [
    'a PEM has its certificate',
    BY_CERTIFICATE,
    'MASKINPORTEN_CLIENT_X5C is not set: must be certificates in PEM, or base64 DER separated by commas, our own first',
  ],
  [
    'a certificate has its key',
    { MASKINPORTEN_CLIENT_JWK: undefined, MASKINPORTEN_CLIENT_X5C: CERTIFICATE },
    'MASKINPORTEN_CLIENT_PEM is not set: must be a private RSA key in PEM, without a password',
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
      MASKINPORTEN_CLIENT_PEM: ENCRYPTED_PEM.toString(),
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
