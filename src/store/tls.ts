/** How the connection to Postgres is encrypted, and whom we take for the server. */
import type { ConnectionOptions } from 'node:tls'
import type { DatabaseTls } from '../domain/database.ts'
import { latestText } from '../lib/latest-text.ts'

/**
 * What node-postgres is to hand to TLS. It asks for each connection anew, so that a certificate that
 * has been replaced serves for the next one; and a certificate that is wrong by then fails that
 * connection alone.
 */
export function tlsOptions(tls: DatabaseTls | undefined): ConnectionOptions | false {
  if (tls === undefined || tls.mode === 'disable') return false
  const { mode, rootCert, client } = tls
  const ca = rootCert === null ? () => undefined : latestText(rootCert)
  const cert = client === null ? () => undefined : latestText(client.cert)
  const key = client === null ? () => undefined : latestText(client.key)
  return {
    minVersion: 'TLSv1.2',
    // Said aloud, or NODE_TLS_REJECT_UNAUTHORIZED=0 would turn it off.
    rejectUnauthorized: mode !== 'require' || rootCert !== null,
    ...(mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
    get ca() {
      return ca()
    },
    get cert() {
      return cert()
    },
    get key() {
      return key()
    },
  }
}
