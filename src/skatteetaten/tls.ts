/** How connections are encrypted, by whose certificates, as their files have them now. */
import type { Secret } from '../domain/client-key.ts'
import { ConfigError } from '../domain/errors.ts'
import type { ClientCertificate, Transport } from '../domain/transport.ts'
import { latestOf } from '../lib/latest-text.ts'
import { latestValue } from '../lib/latest-value.ts'
import { importCertificate } from './client-certificate.ts'

export type TlsOptions = {
  readonly minVersion: 'TLSv1.2'
  readonly rejectUnauthorized: true
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

/**
 * The same object until a file has changed.
 *
 * @param onUnusable told once of what a file holds and can't be used
 * @throws ConfigError when the certificate can't be used from the start
 */
export function currentTls(
  transport: Transport,
  onUnusable: (error: ConfigError) => void,
): () => TlsOptions {
  return latestValue(transport, rereading(transport), optionsOf, (error) => {
    if (!(error instanceof ConfigError)) throw error
    onUnusable(error)
  })
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
