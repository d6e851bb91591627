/** A self-signed certificate, written by hand: Node can read certificates but not make them. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'

const SHA256_WITH_RSA = Buffer.from('300d06092a864886f70d01010b0500', 'hex')
const COMMON_NAME = Buffer.from('0603550403', 'hex')

/** @returns base64 DER, valid from 2020 to 2049 */
export function selfSigned(privatePem: string): string {
  const key = createPrivateKey(privatePem)
  const name = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, Buffer.from('test')))))
  const validity = der(0x30, utcTime('200101000000Z'), utcTime('491231235959Z'))
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' })
  const serial = der(0x02, Buffer.from([1]))
  const body = der(0x30, serial, SHA256_WITH_RSA, name, validity, name, publicKey)
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, key))
  return der(0x30, body, SHA256_WITH_RSA, signature).toString('base64')
}

function utcTime(text: string): Buffer {
  return der(0x17, Buffer.from(text))
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
