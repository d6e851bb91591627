/** Certificates and private keys as people keep them. Nothing here ever repeats a part of one. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'

/**
 * PEM certificates in any text, also with line ends written as \n in one line; or, where there are
 * none, base64 DER separated by commas or blanks.
 *
 * @returns null where there is none, or one that can't be read
 */
export function certificatesIn(text: string): readonly X509Certificate[] | null {
  const inPem = withLineEnds(text).matchAll(/-----BEGIN CERTIFICATE-----([^-]*)-----END/g)
  const blocks = [...inPem].map(([, base64 = '']) => base64)
  const parts = blocks.length > 0 ? blocks : text.split(/[\s,]+/).filter((part) => part !== '')
  return parts.length === 0
    ? null
    : orNull(() => parts.map((base64) => new X509Certificate(Buffer.from(base64, 'base64'))))
}

/**
 * A private key in PEM: PKCS#1 or PKCS#8, also with line ends written as \n in one line.
 *
 * @param password null where it has none
 * @returns null where it can't be read, as with a wrong password
 */
export function privateKeyIn(text: string, password: string | null): KeyObject | null {
  const key = withLineEnds(text)
  return orNull(() =>
    createPrivateKey(password === null ? key : { key, format: 'pem', passphrase: password }),
  )
}

function withLineEnds(text: string): string {
  return text.replaceAll(String.raw`\n`, '\n')
}

/** OpenSSL's own error may repeat what it could not read. */
function orNull<Result>(read: () => Result): Result | null {
  try {
    return read()
  } catch {
    return null
  }
}
