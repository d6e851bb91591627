/** How connections are encrypted, by whose certificates, as their files have them now. */
import type { Secret } from '../domain/client-key.ts'
import { ConfigError } from '../domain/errors.ts'
import type { ClientCertificate, Transport } from '../domain/transport.ts'
import { latestOf } from '../lib/latest-text.ts'
import { importCertificate } from './client-certificate.ts'

export type TlsOptions = {
  readonly minVersion: 'TLSv1.2'
  readonly rejectUnauthorized: true
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

/**
 * The same object until a file has changed. What a file holds that can't be used is told once, and what
 * was there before goes on: a certificate and its key may be replaced one after the other.
 *
 * @throws ConfigError when the certificate can't be used from the start
 */
export function currentTls(
  transport: Transport,
  onUnusable: (error: ConfigError) => void,
): () => TlsOptions {
  const read = rereading(transport)
  let options = optionsOf(transport)
  let seen = JSON.stringify(transport)

  return () => {
    const now = read()
    const text = JSON.stringify(now)
    if (text === seen) return options
    seen = text
    try {
      options = optionsOf(now)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      onUnusable(error)
    }
    return options
  }
}

function optionsOf({ ca, clientCertificate }: Transport): TlsOptions {
  const shown = clientCertificate === null ? null : importCertificate(clientCertificate)
  return {
    minVersion: 'TLSv1.2',
    // Said aloud, or NODE_TLS_REJECT_UNAUTHORIZED=0 would turn it off.
    rejectUnauthorized: true,
    ...(ca !== null && { ca: ca.text }),
    ...(shown !== null && { cert: shown.cert, key: shown.key }),
  }
}

function rereading({ ca, clientCertificate }: Transport): () => Transport {
  const latestCa = orNull(ca)
  const latestCertificate =
    clientCertificate === null ? () => null : rereadingCertificate(clientCertificate)
  return () => ({ ca: latestCa(), clientCertificate: latestCertificate() })
}

function rereadingCertificate(client: ClientCertificate): () => ClientCertificate {
  const password = orNull(client.password)
  if (client.kind === 'pkcs12') {
    const pkcs12 = latestOf(client.pkcs12, 'latin1')
    return () => ({ ...client, pkcs12: pkcs12(), password: password() })
  }
  const certificate = latestOf(client.certificate)
  const key = latestOf(client.key)
  return () => ({ ...client, certificate: certificate(), key: key(), password: password() })
}

function orNull(secret: Secret | null): () => Secret | null {
  return secret === null ? () => null : latestOf(secret)
}
