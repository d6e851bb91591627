/**
 * Makes certificates for tests: X.509 in DER, as little of it as Maskinporten and TLS look at.
 * Node can read certificates but not make them.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto'
import { isIPv4 } from 'node:net'

export type CertificateOptions = {
  readonly orgnr: string
  /** The common name, where it is not made of the orgnr. */
  readonly name?: string
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** Who signs; default: the certificate's own key. */
  readonly issuer?: Certificate
  /** The hosts that it is for, by name or by IPv4 address. */
  readonly hosts?: readonly string[]
  /** Whether others may be signed with it. TLS asks for it, Maskinporten does not. */
  readonly isAuthority?: boolean
  /** The private key in PEM; default: a new one. */
  readonly privateKeyPem?: string
}

export type Certificate = {
  readonly pem: string
  readonly privateKeyPem: string
  /** The certificate and its issuers, as the x5c header has them. */
  readonly x5c: readonly string[]
  readonly privateKey: KeyObject
  readonly name: Buffer
}

const SHA256_RSA = sequence(oid('2a864886f70d01010b'), der(0x05))

export function createCertificate(options: CertificateOptions): Certificate {
  const { orgnr, notBefore = new Date('2020-01-01'), notAfter = new Date('2049-01-01') } = options
  const privateKey =
    options.privateKeyPem === undefined
      ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
      : createPrivateKey(options.privateKeyPem)
  const name = sequence(
    attribute('550403', options.name ?? `SIMULERT VIRKSOMHET ${orgnr}`),
    attribute('550405', orgnr),
  )
  const body = sequence(
    der(0xa0, integer(2)),
    integer(1),
    SHA256_RSA,
    options.issuer?.name ?? name,
    sequence(time(notBefore), time(notAfter)),
    name,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    ...extensions(options),
  )
  const signature = sign('sha256', body, options.issuer?.privateKey ?? privateKey)
  const bytes = sequence(body, SHA256_RSA, der(0x03, Buffer.from([0]), signature))
  const base64 = bytes.toString('base64')
  return {
    pem: `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    x5c: [base64, ...(options.issuer?.x5c ?? [])],
    privateKey,
    name,
  }
}

function extensions({ hosts = [], isAuthority = false }: CertificateOptions): Buffer[] {
  const names = hosts.map((host) =>
    isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, ascii(host)),
  )
  const list = [
    ...(isAuthority ? [extension('551d13', sequence(der(0x01, Buffer.from([0xff]))))] : []),
    ...(names.length > 0 ? [extension('551d11', sequence(...names))] : []),
  ]
  return list.length === 0 ? [] : [der(0xa3, sequence(...list))]
}

function extension(type: string, value: Buffer): Buffer {
  return sequence(oid(type), der(0x04, value))
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'ascii')
}

/** One element: tag, length, content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body)]), body])
}

function lengthOf({ length }: Buffer): number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

function sequence(...content: Buffer[]): Buffer {
  return der(0x30, ...content)
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.from([value]))
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'))
}

function attribute(type: string, value: string): Buffer {
  return der(0x31, sequence(oid(type), der(0x0c, Buffer.from(value))))
}

/** UTCTime, good for 1950 to 2049. */
function time(at: Date): Buffer {
  const text = `${at.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`
  return der(0x17, Buffer.from(text))
}
