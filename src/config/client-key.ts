/** The key that our grants are signed with. Nothing here ever repeats a part of it. */
import { createPrivateKey, X509Certificate } from 'node:crypto'

import type { Parse, Reader } from './env.ts'

export type ClientKey =
  | { readonly kind: 'jwk'; readonly jwk: string }
  /** `pem` is PKCS#8; `x5c` is the chain as base64 DER, our own certificate first. */
  | { readonly kind: 'x5c'; readonly pem: string; readonly x5c: readonly string[] }

export function readClientKey(read: Reader): ClientKey | undefined {
  const hasCertificate =
    read.isSet('MASKINPORTEN_CLIENT_PEM') || read.isSet('MASKINPORTEN_CLIENT_X5C')
  if (!hasCertificate) {
    const jwk = read.value('MASKINPORTEN_CLIENT_JWK', privateJwk)
    return jwk === undefined ? undefined : { kind: 'jwk', jwk }
  }
  if (read.isSet('MASKINPORTEN_CLIENT_JWK')) {
    read.note(
      'MASKINPORTEN_CLIENT_JWK is set, and so is MASKINPORTEN_CLIENT_PEM or MASKINPORTEN_CLIENT_X5C: leave out the JWK, or both of the others',
    )
    return undefined
  }
  const pem = read.value('MASKINPORTEN_CLIENT_PEM', privatePem)
  const x5c = read.value('MASKINPORTEN_CLIENT_X5C', certificateChain)
  if (pem === undefined || x5c === undefined) return undefined
  if (!isKeyOf(pem, x5c)) {
    read.note(
      'MASKINPORTEN_CLIENT_X5C: its first certificate is for another key than MASKINPORTEN_CLIENT_PEM',
    )
    return undefined
  }
  return { kind: 'x5c', pem, x5c }
}

/** @returns null when there is none */
export function readNextKey(read: Reader): ClientKey | null | undefined {
  const jwk = read.optional('MASKINPORTEN_NEXT_CLIENT_JWK', privateJwk)
  return typeof jwk === 'string' ? { kind: 'jwk', jwk } : jwk
}

const PRIVATE_MEMBERS = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi']

const privateJwk: Parse<string> = (text) => {
  const jwk = parseObject(text)
  if (jwk === null) return { problem: 'is not a JSON object: must be a private RSA key as JWK' }
  if (jwk['kty'] !== 'RSA') {
    return { problem: 'is not an RSA key ("kty" is not "RSA"): Maskinporten takes RSA only' }
  }
  const missing = PRIVATE_MEMBERS.filter((member) => typeof jwk[member] !== 'string')
  if (missing.includes('d')) {
    return { problem: 'has no private part ("d"): this is the public key, give the private one' }
  }
  if (missing.length > 0) {
    return { problem: `is not a whole private RSA key: it lacks ${missing.join(', ')}` }
  }
  if (typeof jwk['kid'] !== 'string' || jwk['kid'] === '') {
    return { problem: 'has no "kid": Maskinporten finds the registered key by it' }
  }
  return { value: text }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    // The parser's own message quotes the text, here a key.
    return null
  }
}

/** Takes PKCS#1 and PKCS#8, also with line ends written as \n in one line. */
const privatePem: Parse<string> = (text, { form }) => {
  try {
    const key = createPrivateKey(withLineEnds(text))
    if (key.asymmetricKeyType === 'rsa') {
      return { value: key.export({ type: 'pkcs8', format: 'pem' }).toString() }
    }
    return { problem: 'is not an RSA key: Maskinporten takes RSA only' }
  } catch {
    return { problem: `must be ${form}` }
  }
}

/** Takes PEM certificates, or base64 DER separated by commas or blanks. */
const certificateChain: Parse<readonly string[]> = (text, { form }) => {
  const inPem = withLineEnds(text).matchAll(/-----BEGIN CERTIFICATE-----([^-]*)-----END/g)
  const blocks = [...inPem].map(([, base64 = '']) => base64.replaceAll(/\s/g, ''))
  const chain = blocks.length > 0 ? blocks : text.split(/[\s,]+/).filter((part) => part !== '')
  const value = chain.map(certificate)
  return value.length > 0 && value.every((one) => one !== null)
    ? { value }
    : { problem: `must be ${form}` }
}

function certificate(base64: string): string | null {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).raw.toString('base64')
  } catch {
    return null
  }
}

function isKeyOf(pem: string, [own = '']: readonly string[]): boolean {
  return new X509Certificate(Buffer.from(own, 'base64')).checkPrivateKey(createPrivateKey(pem))
}

function withLineEnds(text: string): string {
  return text.replaceAll(String.raw`\n`, '\n')
}
