/** The key that our grants are signed with. Nothing here ever repeats a part of it. */
import { createPrivateKey, type KeyObject } from 'node:crypto'

import { ConfigError } from '../domain/errors.ts'
import { fieldsOf } from './http.ts'

export type ClientKey =
  /** `jwk` is the private JWK's JSON, with its kid. */
  | { readonly kind: 'jwk'; readonly jwk: string }
  /** `x5c` is the chain as base64 DER, our own certificate first. */
  | { readonly kind: 'x5c'; readonly pem: string; readonly x5c: readonly string[] }

export type SigningKey = {
  readonly key: KeyObject
  /** The protected header of a grant: how it is signed, and by which registered key. */
  readonly header: { alg: string; kid: string } | { alg: string; x5c: string[] }
}

/** Maskinporten takes these three (docs.digdir.no, "JWT grant"). */
const ALGORITHMS = ['RS256', 'RS384', 'RS512']

/** @throws ConfigError when it is no private RSA key */
export function importKey(client: ClientKey): SigningKey {
  if (client.kind === 'x5c') {
    const key = importRsa('MASKINPORTEN_CLIENT_PEM', () => createPrivateKey(client.pem))
    return { key, header: { alg: 'RS256', x5c: [...client.x5c] } }
  }
  const jwk = fieldsOf(client.jwk)
  const key = importRsa('MASKINPORTEN_CLIENT_JWK', () =>
    createPrivateKey({ format: 'jwk', key: Object.fromEntries(jwk) }),
  )
  const kid = jwk.get('kid')
  if (typeof kid !== 'string' || kid === '') {
    throw new ConfigError([
      'MASKINPORTEN_CLIENT_JWK has no "kid": Maskinporten finds our key by it',
    ])
  }
  const alg = ALGORITHMS.find((known) => known === jwk.get('alg')) ?? 'RS256'
  return { key, header: { alg, kid } }
}

function importRsa(setting: string, read: () => KeyObject): KeyObject {
  const key = orUndefined(read)
  if (key?.asymmetricKeyType !== 'rsa') {
    throw new ConfigError([`${setting} is not a private RSA key without a password`])
  }
  return key
}

/** The reader's own error may repeat what it could not read. */
function orUndefined(read: () => KeyObject): KeyObject | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
