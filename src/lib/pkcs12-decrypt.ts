/** What a PKCS#12 file has encrypted, in the two ways that are met today: PBES2, and SHA-1 with 3DES. */
import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto'
import { type Element, elementAt, elementsOf, integerOf, octetsOf, oidOf } from './ber.ts'

/** It is encrypted in a way that OpenSSL 3 has retired, or that is not known here. */
export class RetiredCipher extends Error {
  override readonly name = 'RetiredCipher'
  override readonly message = 'encrypted with a retired cipher'
}

// Object identifiers, in hex as they stand in the file: RFC 7292, appendix C, and RFC 8018, appendix B.
const PBES2 = '2a864886f70d01050d'
const SHA1_WITH_3DES = '2a864886f70d010c0103'
const DES3 = { name: 'des-ede3-cbc', keyLength: 24 }
const CIPHERS: ReadonlyMap<string, typeof DES3> = new Map([
  ['2a864886f70d0307', DES3],
  ['60864801650304012a', { name: 'aes-256-cbc', keyLength: 32 }],
  ['608648016503040116', { name: 'aes-192-cbc', keyLength: 24 }],
  ['608648016503040102', { name: 'aes-128-cbc', keyLength: 16 }],
])
const HMACS: ReadonlyMap<string, string> = new Map([
  ['2a864886f70d0207', 'sha1'],
  ['2a864886f70d0209', 'sha256'],
  ['2a864886f70d020a', 'sha384'],
  ['2a864886f70d020b', 'sha512'],
])

const SEQUENCE = 0x30
const KEY_MATERIAL = 1
const IV_MATERIAL = 2
/** Bytes that SHA-1 takes at a time. */
const BLOCK = 64

/**
 * @param algorithm its AlgorithmIdentifier
 * @throws RetiredCipher, or an error that tells nothing where the password is wrong
 */
export function decrypt(algorithm: Element, data: Buffer, password: string): Buffer {
  const scheme = oidOf(elementAt(algorithm, 0))
  const parameters = elementAt(algorithm, 1)
  if (scheme === PBES2) return decryptPbes2(parameters, data, password)
  if (scheme !== SHA1_WITH_3DES) throw new RetiredCipher()

  const salt = octetsOf(elementAt(parameters, 0))
  const iterations = integerOf(elementAt(parameters, 1))
  const key = derive(KEY_MATERIAL, DES3.keyLength, salt, iterations, password)
  const iv = derive(IV_MATERIAL, 8, salt, iterations, password)
  return decipher(DES3.name, key, iv, data)
}

/** RFC 8018, section 6.2. */
function decryptPbes2(parameters: Element, data: Buffer, password: string): Buffer {
  const [salt, iterations, ...optional] = elementsOf(elementAt(elementAt(parameters, 0), 1))
  if (salt === undefined || iterations === undefined) throw new RangeError('PBKDF2 is incomplete')
  // After an optional length of the key; HMAC with SHA-1 where nothing is said.
  const prf = optional.find(({ tag }) => tag === SEQUENCE)
  const hmac = prf === undefined ? 'sha1' : HMACS.get(oidOf(elementAt(prf, 0)))
  const encryption = elementAt(parameters, 1)
  const cipher = CIPHERS.get(oidOf(elementAt(encryption, 0)))
  if (hmac === undefined || cipher === undefined) {
    throw new RetiredCipher()
  }
  const { name, keyLength } = cipher
  const key = pbkdf2Sync(password, octetsOf(salt), integerOf(iterations), keyLength, hmac)
  return decipher(name, key, octetsOf(elementAt(encryption, 1)), data)
}

function decipher(name: string, key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const cipher = createDecipheriv(name, key, iv)
  return Buffer.concat([cipher.update(data), cipher.final()])
}

/** RFC 7292, appendix B.2, with SHA-1. */
function derive(
  id: number,
  length: number,
  salt: Buffer,
  iterations: number,
  password: string,
): Buffer {
  const diversifier = Buffer.alloc(BLOCK, id)
  let input: Buffer = Buffer.concat([salt, utf16(`${password}\0`)].map(toWholeBlocks))
  let derived: Buffer = Buffer.alloc(0)
  for (;;) {
    let result: Buffer = Buffer.concat([diversifier, input])
    for (let round = 0; round < iterations; round += 1) {
      result = createHash('sha1').update(result).digest()
    }
    derived = Buffer.concat([derived, result])
    if (derived.length >= length) return derived.subarray(0, length)
    input = addToEachBlock(input, Buffer.alloc(BLOCK, result))
  }
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

function toWholeBlocks(part: Buffer): Buffer {
  return Buffer.alloc(Math.ceil(part.length / BLOCK) * BLOCK, part)
}

/** Each block as a number, plus the addend and one. */
function addToEachBlock(input: Buffer, addend: Buffer): Buffer {
  const sum = Buffer.from(input)
  for (let block = 0; block < sum.length; block += BLOCK) {
    let carry = 1
    for (let at = BLOCK - 1; at >= 0; at -= 1) {
      carry += (sum[block + at] ?? 0) + (addend[at] ?? 0)
      sum[block + at] = carry & 0xff
      carry >>= 8
    }
  }
  return sum
}
