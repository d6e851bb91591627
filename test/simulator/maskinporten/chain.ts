/** The enterprise certificate in a grant's x5c: whose it is, and whether it holds. */
import { X509Certificate } from 'node:crypto'
import type { JWK } from 'jose'
import type { Client, Key } from './clients.ts'
import type { MpKode } from './mp-error.ts'

/** @returns the leaf's public key, or the code it is refused with */
export function leafKey(client: Client, x5c: unknown, nowMs: number): Key | MpKode {
  const chain = readChain(x5c)
  const leaf = chain?.[0]
  if (chain === undefined || leaf === undefined || !isLinked(chain)) return 'MP-123'
  if (nowMs < Date.parse(leaf.validFrom) || nowMs > Date.parse(leaf.validTo)) return 'MP-120'
  if (orgnrOf(leaf) !== client.orgnr) return 'MP-122'
  if (!client.certificates.has(leaf.fingerprint256)) return 'MP-120'
  const publicJwk: JWK = { ...leaf.publicKey.export({ format: 'jwk' }), kty: 'RSA' }
  return { kid: leaf.fingerprint256, publicJwk, expired: false }
}

function readChain(x5c: unknown): X509Certificate[] | undefined {
  if (!Array.isArray(x5c) || x5c.length === 0) return undefined
  try {
    return x5c.map((der) => new X509Certificate(Buffer.from(String(der), 'base64')))
  } catch {
    return undefined
  }
}

/** Each certificate is signed by the next. */
function isLinked(chain: readonly X509Certificate[]): boolean {
  return chain.every((certificate, i) => {
    const issuer = chain[i + 1]
    return (
      issuer === undefined ||
      (certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))
    )
  })
}

/** Enterprise certificates carry it as serialNumber, newer ones as organizationIdentifier. */
function orgnrOf({ subject }: X509Certificate): string | undefined {
  return /^(?:serialNumber|organizationIdentifier|2\.5\.4\.97)=(?:NTRNO-)?(\d{9})$/m.exec(
    subject,
  )?.[1]
}
