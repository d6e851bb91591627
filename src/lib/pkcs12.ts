/**
 * A private key and its certificates from a PKCS#12 file (RFC 7292), as .p12 and .pfx are.
 *
 * Node 24 can use such a file for TLS but give nothing of it out; from Node 26 on crypto.parsePKCS12
 * does, and this file can go. The ciphers are Node's own, and so is the reading of the key. The file's
 * MAC is not checked: it guards against changes by others, who would have to write to the secret.
 */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { type Element, elementAt, elementsOf, octetsOf, oidOf, readElement } from './ber.ts'
import { decrypt, RetiredCipher } from './pkcs12-decrypt.ts'

export type KeyStore = {
  readonly key: KeyObject
  /** The key's own, then each one's issuer, as far as the file has them. */
  readonly certificates: readonly X509Certificate[]
}

// Object identifiers, in hex as they stand in the file: RFC 7292, appendix D.
const ENCRYPTED_DATA = '2a864886f70d010706'
const KEY_BAG = '2a864886f70d010c0a0101'
const SHROUDED_KEY_BAG = '2a864886f70d010c0a0102'
const CERT_BAG = '2a864886f70d010c0a0103'
const NESTED_BAGS = '2a864886f70d010c0a0106'

/** What is said of a file, after its name: what is wrong with it, and what to do. */
export type Unreadable = { readonly problem: string }

/**
 * @param text the file in base64, or with a byte in each character
 * @param password null where it has none
 */
export function openPkcs12(
  text: string,
  password: { readonly setting: string; readonly text: string } | null,
): KeyStore | Unreadable {
  try {
    // Base64 of DER begins with M; its bytes with 0, which is a sequence.
    const encoding = text.startsWith('0') ? 'latin1' : 'base64'
    return readPkcs12(Buffer.from(text, encoding), password?.text ?? '')
  } catch (error) {
    if (error instanceof RetiredCipher) {
      return {
        problem:
          'is encrypted with a cipher that OpenSSL has retired: write it anew with openssl pkcs12 -legacy -nodes -in OLD | openssl pkcs12 -export -out NEW',
      }
    }
    const reason =
      password === null ? 'it has a password' : `${password.setting} is not its password`
    return { problem: `is not a PKCS#12 file with a key and its certificate, or ${reason}` }
  }
}

/**
 * @throws RetiredCipher where it is encrypted with RC2 or RC4, as by older programs; an error that
 *   tells nothing where the password is wrong or it is no such file
 */
export function readPkcs12(file: Buffer, password: string): KeyStore {
  const authSafe = elementAt(readElement(file), 1)
  const bags = elementsOf(readElement(octetsOf(contentOf(authSafe)))).flatMap((info) =>
    bagsIn(safeContentsOf(info, password)),
  )
  const keys = bags.flatMap((bag) => keyIn(bag, password))
  const certificates = bags.flatMap(certificateIn)

  const key = keys.find((one) => certificates.some((other) => other.checkPrivateKey(one)))
  if (key === undefined) throw new Error('there is no key with a certificate')
  return { key, certificates: chainOf(key, certificates) }
}

function chainOf(
  key: KeyObject,
  certificates: readonly X509Certificate[],
): readonly X509Certificate[] {
  const chain: X509Certificate[] = []
  let next = certificates.find((one) => one.checkPrivateKey(key))
  while (next !== undefined) {
    const last = next
    chain.push(last)
    next = certificates.find((one) => !chain.includes(one) && last.checkIssued(one))
  }
  return chain
}

/** What a ContentInfo or a bag holds: the element within the explicit tag after its type. */
function contentOf(typed: Element): Element {
  return elementAt(elementAt(typed, 1), 0)
}

/** Most files have two: one with the certificates, encrypted, and one with the encrypted key. */
function safeContentsOf(info: Element, password: string): Element {
  if (oidOf(elementAt(info, 0)) !== ENCRYPTED_DATA) return readElement(octetsOf(contentOf(info)))
  const encrypted = elementAt(contentOf(info), 1)
  const data = octetsOf(elementAt(encrypted, 2))
  return readElement(decrypt(elementAt(encrypted, 1), data, password))
}

type Bag = { readonly type: string; readonly value: Element }

function bagsIn(safeContents: Element): readonly Bag[] {
  return elementsOf(safeContents).flatMap((bag) => {
    const type = oidOf(elementAt(bag, 0))
    const value = contentOf(bag)
    return type === NESTED_BAGS ? bagsIn(value) : [{ type, value }]
  })
}

function keyIn({ type, value }: Bag, password: string): readonly KeyObject[] {
  if (type !== KEY_BAG && type !== SHROUDED_KEY_BAG) return []
  const encoded = { key: value.bytes, format: 'der', type: 'pkcs8' } as const
  return [createPrivateKey(type === KEY_BAG ? encoded : { ...encoded, passphrase: password })]
}

function certificateIn({ type, value }: Bag): readonly X509Certificate[] {
  return type === CERT_BAG ? [new X509Certificate(octetsOf(contentOf(value)))] : []
}
