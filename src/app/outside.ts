/** What is outside the process: Postgres, and Skatteetaten with Maskinporten's tokens. */
import type { Config } from '../config/config.ts'
import type { Log } from '../lib/log.ts'
import { createTokens } from '../maskinporten/tokens.ts'
import type { Access } from '../skatteetaten/access.ts'
import { createHttp } from '../skatteetaten/client.ts'
import { createPool, type Pool } from '../store/pool.ts'

export type Outside = { readonly pool: Pool; readonly access: Access }

/** Opens nothing yet: connections are made when they are needed. `closing` closes them. */
export function openOutside(config: Config, log: Log, closing: AsyncDisposableStack): Outside {
  const pool = createPool({
    connection: config.database.connection,
    max: config.database.poolMax,
    onIdleError: (error) => log.warn({ error }, 'idle database connection lost'),
  })
  closing.defer(() => pool.end())
  const http = createHttp({ connectionsPerOrigin: config.maksSamtidigeOppslag * 2 })
  closing.defer(http.close)
  const tokens = createTokens(config.maskinporten, http)
  return { pool, access: { ...config.skatteetaten, get: http.get, token: tokens.token } }
}
