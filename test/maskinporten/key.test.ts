import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'

import { calculateJwkThumbprint } from 'jose'

import type { ClientKey } from '../../src/domain/client-key.ts'
import { ConfigError } from '../../src/domain/errors.ts'
import { importKey } from '../../src/maskinporten/key.ts'
import { clientKey, jwk, PEM, PUBLIC_KEY, secret } from './fake.ts'

const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const SECRET = 'c2VjcmV0'

const FILES = join(import.meta.dirname, '../lib/pkcs12')

function pem(text: string): ClientKey {
  return clientKey({ kind: 'pem', pem: secret('PEM', text), registered: { kid: 'k' } })
}

function pkcs12(name: string, password: string | null): ClientKey {
  return clientKey(
    { kind: 'pkcs12', pkcs12: secret('PKCS12', readFileSync(join(FILES, name), 'latin1')) },
    { password: password === null ? null : secret('PASSWORD', password) },
  )
}

test('a key has one name in every form, and it tells nothing of the key', () => {
  const { avtrykk } = importKey(jwk())
  assert.match(avtrykk, /^[\w-]{43}$/)
  assert.equal(importKey(pem(PEM)).avtrykk, avtrykk)
  assert.equal(importKey(jwk({ kid: 'another' })).avtrykk, avtrykk)
  assert.notEqual(importKey(pkcs12('aes.p12', 'hemmelig-ÆØÅ')).avtrykk, avtrykk)
})

// RFC 7638, section 3.1.
test('its name is the thumbprint that others give it', async () => {
  const publicJwk = PUBLIC_KEY.export({ format: 'jwk' })
  assert.equal(importKey(jwk()).avtrykk, await calculateJwkThumbprint(publicJwk))
})

const NO_RSA_JWK = JSON.stringify({ ...EC.export({ format: 'jwk' }), kid: 'k' })

for (const [name, key, problem] of [
  ['a PEM that is none', pem(SECRET), /^MASKINPORTEN_CLIENT_PEM: must be a private RSA key in PEM/],
  ['a PEM that is cut', pem(PEM.slice(0, 500)), /^MASKINPORTEN_CLIENT_PEM: must be a private RSA/],
  [
    'a PEM of another kind',
    pem(EC.export({ type: 'pkcs8', format: 'pem' }).toString()),
    /^MASKINPORTEN_CLIENT_PEM: is not an RSA key/,
  ],
  [
    'a JWK that is no JSON',
    clientKey({ kind: 'jwk', jwk: secret('JWK', SECRET) }),
    /^MASKINPORTEN_CLIENT_JWK: is not a JSON object/,
  ],
  [
    'a JWK without its private part',
    jwk({ d: undefined }),
    /^MASKINPORTEN_CLIENT_JWK: has no priv/,
  ],
  ['a JWK with a broken part', jwk({ p: SECRET, n: SECRET }), /its parts do not fit$/],
  [
    'a JWK of another kind',
    clientKey({ kind: 'jwk', jwk: secret('JWK', NO_RSA_JWK) }),
    /^MASKINPORTEN_CLIENT_JWK: is not an RSA key/,
  ],
  ['a JWK without kid', jwk({ kid: undefined }), /^MASKINPORTEN_CLIENT_JWK: has no "kid"/],
  ['a PKCS#12 file without its password', pkcs12('aes.p12', null), /or it has a password$/],
  [
    'a PKCS#12 file with another password',
    pkcs12('aes.p12', SECRET),
    /^MASKINPORTEN_CLIENT_PKCS12: is not .* or MASKINPORTEN_CLIENT_PASSWORD is not its password$/,
  ],
  [
    'a PKCS#12 file of an old program',
    pkcs12('rc2.p12', 'hemmelig-ÆØÅ'),
    /cipher that OpenSSL has retired: write it anew with openssl pkcs12 -legacy/,
  ],
  [
    'a PKCS#12 file that is none',
    clientKey({ kind: 'pkcs12', pkcs12: secret('PKCS12', SECRET) }),
    /is not a PKCS#12 file/,
  ],
] as const satisfies readonly (readonly [string, ClientKey, RegExp])[]) {
  test(`${name} is a wrong setting, and is not repeated`, () => {
    assert.throws(
      () => importKey(key),
      (error) => {
        assert.ok(error instanceof ConfigError)
        assert.match(error.problems.join(), problem)
        assert.equal(error.cause, undefined)
        assert.ok(!inspect(error).includes(SECRET))
        return true
      },
    )
  })
}
