/** The key that our grants are signed with, ready for use. Nothing here ever repeats a part of it. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

import { ALGORITHMS, type ClientKey, type Secret } from '../domain/client-key.ts'
import { ConfigError } from '../domain/errors.ts'
import { certificatesIn, privateKeyIn } from '../lib/pem.ts'
import { type KeyStore, readPkcs12, RetiredCipher } from '../lib/pkcs12.ts'
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
  return signingKey(key, {
    alg: alg ?? 'RS256',
    x5c: chain.map(({ raw }) => raw.toString('base64')),
  })
}

function fromPkcs12({ pkcs12, password, alg }: ClientKey & { kind: 'pkcs12' }): SigningKey {
  const { key, certificates } = open(pkcs12, password)
  mustBeRsa(pkcs12, key)
  return signingKey(key, {
    alg: alg ?? 'RS256',
    x5c: certificates.map(({ raw }) => raw.toString('base64')),
  })
}

function open(pkcs12: Secret, password: Secret | null): KeyStore {
  try {
    // Base64 of DER begins with M; its bytes with 0, which is a sequence.
    const encoding = pkcs12.text.startsWith('0') ? 'latin1' : 'base64'
    return readPkcs12(Buffer.from(pkcs12.text, encoding), password?.text ?? '')
  } catch (error) {
    if (error instanceof RetiredCipher) {
      throw wrong(
        pkcs12,
        'is encrypted with a cipher that OpenSSL has retired: write it anew with openssl pkcs12 -legacy -nodes -in OLD | openssl pkcs12 -export -out NEW',
      )
    }
    throw wrong(
      pkcs12,
      `is not a PKCS#12 file with a key and its certificate, or ${password === null ? 'it has a password' : `${password.setting} is not its password`}`,
    )
  }
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
