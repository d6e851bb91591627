import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { test } from 'node:test'

import { ConfigError } from '../../src/domain/errors.ts'
import { type ClientKey, importKey } from '../../src/maskinporten/key.ts'
import { jwk, PEM } from './fake.ts'

const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const SECRET = 'c2VjcmV0'

function pem(text: string): ClientKey {
  return { kind: 'x5c', pem: text, x5c: [] }
}

for (const [name, key, problem] of [
  ['a PEM that is none', pem(SECRET), /^MASKINPORTEN_CLIENT_PEM is not a private RSA key/],
  [
    'a PEM that is cut',
    pem(PEM.slice(0, 500)),
    /^MASKINPORTEN_CLIENT_PEM is not a private RSA key/,
  ],
  [
    'a PEM of another kind',
    pem(EC.export({ type: 'pkcs8', format: 'pem' }).toString()),
    /^MASKINPORTEN_CLIENT_PEM is not a private RSA key/,
  ],
  [
    'a JWK that is no JSON',
    { kind: 'jwk', jwk: SECRET },
    /^MASKINPORTEN_CLIENT_JWK is not a private RSA key/,
  ],
  [
    'a JWK without its private part',
    jwk({ d: undefined }),
    /^MASKINPORTEN_CLIENT_JWK is not a private/,
  ],
  [
    'a JWK with a broken part',
    jwk({ p: SECRET, n: SECRET }),
    /^MASKINPORTEN_CLIENT_JWK is not a private/,
  ],
  [
    'a JWK of another kind',
    { kind: 'jwk', jwk: JSON.stringify({ ...EC.export({ format: 'jwk' }), kid: 'k' }) },
    /^MASKINPORTEN_CLIENT_JWK is not a private/,
  ],
  ['a JWK without kid', jwk({ kid: undefined }), /^MASKINPORTEN_CLIENT_JWK has no "kid"/],
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
