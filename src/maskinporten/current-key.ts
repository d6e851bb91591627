/** A key as it is now: where it is in files, they are read anew for each grant, so that it can be replaced while we run. */
import type { ClientKey, Secret } from '../domain/client-key.ts'
import { ConfigError } from '../domain/errors.ts'
import { latestOf } from '../lib/latest-text.ts'
import { latestValue } from '../lib/latest-value.ts'
import { importKey, type SigningKey } from './key.ts'

export type CurrentKey = () => SigningKey

/**
 * @param onUnusable told once of what a file holds and can't be used
 * @throws ConfigError when it can't be used from the start
 */
export function currentKey(
  client: ClientKey,
  onUnusable: (error: ConfigError) => void,
): CurrentKey {
  return latestValue(client, rereading(client), importKey, (error) => {
    if (!(error instanceof ConfigError)) throw error
    onUnusable(error)
  })
}

function rereading(client: ClientKey): () => ClientKey {
  switch (client.kind) {
    case 'jwk': {
      const jwk = latestOf(client.jwk)
      return () => ({ ...client, jwk: jwk() })
    }
    case 'pem': {
      const pem = latestOf(client.pem)
      const password = orNull(client.password)
      const { registered } = client
      const x5c = 'x5c' in registered ? latestOf(registered.x5c) : null
      return () => ({
        ...client,
        pem: pem(),
        password: password(),
        registered: x5c === null ? registered : { x5c: x5c() },
      })
    }
    case 'pkcs12': {
      const pkcs12 = latestOf(client.pkcs12, 'latin1')
      const password = orNull(client.password)
      return () => ({ ...client, pkcs12: pkcs12(), password: password() })
    }
  }
}

function orNull(secret: Secret | null): () => Secret | null {
  return secret === null ? () => null : latestOf(secret)
}
