/** What is outside the process: Postgres, and Skatteetaten with Maskinporten's tokens. */
import type { Config } from '../config/config.ts'
import type { ConfigError } from '../domain/errors.ts'
import type { Log } from '../lib/log.ts'
import { createTokens, type TokenDeps } from '../maskinporten/tokens.ts'
import type { Connections } from '../operate/metrics.ts'
import type { Access } from '../skatteetaten/access.ts'
import { createHttp } from '../skatteetaten/client.ts'
import { createPool, type Pool } from '../store/pool.ts'

export type Outside = {
  readonly pool: Pool
  /** One connection that nobody else can occupy: a lease must be renewed however busy the others are. */
  readonly leasePool: Pool
  readonly access: Access
}

/** Of both pools together. */
export function connectionsOf({ pool, leasePool }: Outside): Connections {
  return {
    total: pool.totalCount + leasePool.totalCount,
    idle: pool.idleCount + leasePool.idleCount,
    waiting: pool.waitingCount + leasePool.waitingCount,
    max: pool.options.max + leasePool.options.max,
  }
}

/**
 * Opens nothing yet: connections are made when they are needed. `closing` closes them.
 *
 * @param hooks told of tokens
 */
export function openOutside(
  config: Config,
  log: Log,
  closing: AsyncDisposableStack,
  hooks: Pick<TokenDeps, 'onKeyUsed' | 'onToken' | 'onNoToken'> = {},
): Outside {
  const { connection, poolMax } = config.database
  const onIdleError = (error: Error): void => log.warn({ error }, 'idle database connection lost')
  const pool = createPool({ connection, max: poolMax - 1, onIdleError })
  const leasePool = createPool({ connection, max: 1, onIdleError })
  closing.defer(async () => {
    await Promise.all([pool.end(), leasePool.end()])
  })
  const sharers = config.samtidighetPer === 'konsument' ? config.konsumenter.length : 1
  const onUnusable = ({ problems }: ConfigError): void =>
    log.error({ feil: problems.join('; ') }, 'key was replaced by one that can not be used')

  const { proxies, transport, maskinporten } = config
  const connectionsPerOrigin = config.maksSamtidigeOppslag * 2 * sharers
  const http = createHttp({ connectionsPerOrigin, proxies, transport, onUnusable })
  closing.defer(http.close)
  const access = { ...config.skatteetaten, get: http.get }
  if (maskinporten === null) return { pool, leasePool, access: { ...access, token: null } }

  // By itself: Maskinporten is shown no certificate of ours, and trusted as everybody trusts it.
  const tokenHttp = createHttp({ connectionsPerOrigin: TOKEN_CONNECTIONS, proxies })
  closing.defer(tokenHttp.close)
  const { get, postForm } = tokenHttp
  const deps = { get, postForm, ...hooks, onUnusableKey: onUnusable }
  const { token } = createTokens(maskinporten, deps)
  return { pool, leasePool, access: { ...access, token } }
}

/** A token is asked for once a minute or so, for each scope. */
const TOKEN_CONNECTIONS = 5
