/** The key that our grants are signed with, ready for use. Nothing here ever repeats a part of it. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  type X509Certificate,
} from 'node:crypto'

import { ALGORITHMS, type ClientKey, type Secret } from '../domain/client-key.ts'
import { ConfigError } from '../domain/errors.ts'
import { certificatesIn, privateKeyIn } from '../lib/pem.ts'
import { openPkcs12 } from '../lib/pkcs12.ts'
import { fieldsOf } from './http.ts'

export type SigningKey = {
  readonly key: KeyObject
  /** The protected header of a grant: how it is signed, and by which registered key. */
  readonly header: { alg: string; kid: string } | { alg: string; x5c: string[] }
  /** Names the key without telling anything of it: its public part's thumbprint (RFC 7638). */
  readonly avtrykk: string
}

/** @throws ConfigError with what is wrong with it, in the words of its settings */
export function importKey(client: ClientKey): SigningKey {
  switch (client.kind) {
    case 'jwk':
      return fromJwk(client)
    case 'pem':
      return fromPem(client)
    case 'pkcs12':
      return fromPkcs12(client)
  }
}

function fromJwk({ jwk: secret, alg }: ClientKey & { kind: 'jwk' }): SigningKey {
  const jwk = fieldsOf(secret.text)
  if (jwk.size === 0) throw wrong(secret, 'is not a JSON object: must be a private RSA key as JWK')
  if (jwk.get('kty') !== 'RSA') {
    throw wrong(secret, 'is not an RSA key ("kty" is not "RSA"): Maskinporten takes RSA only')
  }
  const missing = PRIVATE_MEMBERS.filter((member) => typeof jwk.get(member) !== 'string')
  if (missing.includes('d')) {
    throw wrong(secret, 'has no private part ("d"): this is the public key, give the private one')
  }
  if (missing.length > 0) {
    throw wrong(secret, `is not a whole private RSA key: it lacks ${missing.join(', ')}`)
  }
  const kid = jwk.get('kid')
  if (typeof kid !== 'string' || kid === '') {
    throw wrong(secret, 'has no "kid": Maskinporten finds the registered key by it')
  }
  const key = readJwk(jwk)
  if (key === undefined) throw wrong(secret, 'is not a private RSA key: its parts do not fit')
  const own = ALGORITHMS.find((known) => known === jwk.get('alg'))
  return signingKey(key, { alg: alg ?? own ?? 'RS256', kid })
}

const PRIVATE_MEMBERS = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi']

function readJwk(jwk: ReadonlyMap<string, unknown>): KeyObject | undefined {
  try {
    return createPrivateKey({ format: 'jwk', key: Object.fromEntries(jwk) })
  } catch {
    // Node's own error may repeat what it could not read.
    return undefined
  }
}

function fromPem({ pem, password, registered, alg }: ClientKey & { kind: 'pem' }): SigningKey {
  const key = privateKeyIn(pem.text, password?.text ?? null)
  if (key === null) {
    const why =
      password === null ? ', without a password' : `, with the password of ${password.setting}`
    throw wrong(pem, `must be a private RSA key in PEM${why}`)
  }
  mustBeRsa(pem, key)
  if ('kid' in registered) return signingKey(key, { alg: alg ?? 'RS256', kid: registered.kid })

  const { x5c } = registered
  const chain = certificatesIn(x5c.text)
  if (chain === null) {
    throw wrong(
      x5c,
      'must be certificates in PEM, or base64 DER separated by commas, our own first',
    )
  }
  if (chain[0]?.checkPrivateKey(key) !== true) {
    throw wrong(x5c, `its first certificate is for another key than ${pem.setting}`)
  }
  return signingKey(key, { alg: alg ?? 'RS256', x5c: chain.map(inBase64) })
}

function fromPkcs12({ pkcs12, password, alg }: ClientKey & { kind: 'pkcs12' }): SigningKey {
  const opened = openPkcs12(pkcs12.text, password)
  if ('problem' in opened) throw wrong(pkcs12, opened.problem)
  const { key, certificates } = opened
  mustBeRsa(pkcs12, key)
  return signingKey(key, { alg: alg ?? 'RS256', x5c: certificates.map(inBase64) })
}

function inBase64({ raw }: X509Certificate): string {
  return raw.toString('base64')
}

function mustBeRsa(secret: Secret, key: KeyObject): void {
  if (key.asymmetricKeyType !== 'rsa') {
    throw wrong(secret, 'is not an RSA key: Maskinporten takes RSA only')
  }
}

function signingKey(key: KeyObject, header: SigningKey['header']): SigningKey {
  return { key, header, avtrykk: thumbprint(key) }
}

function thumbprint(key: KeyObject): string {
  const { e, n } = createPublicKey(key).export({ format: 'jwk' })
  return createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url')
}

function wrong({ setting }: Secret, problem: string): ConfigError {
  return new ConfigError([`${setting}: ${problem}`])
}
