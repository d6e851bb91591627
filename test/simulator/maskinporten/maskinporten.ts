/**
 * The simulated Maskinporten: discovery document, key set and token endpoint, as paths below
 * `/maskinporten/` of the simulator.
 */
import type { Clock } from '../clock.ts'
import type { Faults, OrderedFault } from '../faults.ts'
import { json, type Reply } from '../reply.ts'
import { createClients, type Clients } from './clients.ts'
import { createJudge, GRANT_TYPE } from './grant.ts'
import { mpReply, type MpKode } from './mp-error.ts'
import { createTokens, type Token } from './tokens.ts'

export type Maskinporten = {
  readonly issuer: string
  readonly wellKnownUrl: string
  readonly clients: Clients
  /** What an Authorization header allows; undefined: it is missing, unknown or expired. */
  readonly tokenOf: (authorization: string | undefined) => Token | undefined
  readonly revokeAll: () => void
  /** A customer takes back what it has delegated to the client; its tokens hold no longer. */
  readonly endDelegation: (clientId: string, consumerOrgnr: string) => void
  /** Seconds that tokens given from now on are valid. */
  readonly setLifetime: (seconds: number) => void
  /** Refuses the next token calls with a code, whatever they ask. */
  readonly refuse: (kode: MpKode, times?: number) => OrderedFault
  /** @param path below `/maskinporten` */
  readonly metadata: (path: string) => Reply | undefined
  readonly token: (form: URLSearchParams) => Promise<Reply>
}

export type MaskinportenOptions = {
  /** The simulator's own address. */
  readonly url: string
  readonly scopes: readonly string[]
  readonly clock: Clock
  readonly faults: Faults
  readonly lifetimeSeconds: number
}

export function createMaskinporten(options: MaskinportenOptions): Maskinporten {
  const { url, scopes, clock, faults } = options
  const issuer = `${url}/maskinporten/`
  const clients = createClients(scopes)
  const tokens = createTokens(clock.now)
  const judge = createJudge({ issuer, clients, knownScopes: new Set(scopes), now: clock.now })
  let lifetimeSeconds = options.lifetimeSeconds

  return {
    issuer,
    wellKnownUrl: `${issuer}.well-known/oauth-authorization-server`,
    clients,
    tokenOf: (authorization) =>
      authorization?.startsWith('Bearer ') === true
        ? tokens.find(authorization.slice('Bearer '.length))
        : undefined,
    revokeAll: tokens.revokeAll,
    endDelegation(clientId, consumerOrgnr) {
      clients.delegate(clientId, consumerOrgnr, [])
      tokens.revoke(consumerOrgnr)
    },
    setLifetime(seconds) {
      lifetimeSeconds = seconds
    },
    refuse(kode, times) {
      const { status, body } = mpReply(kode)
      return faults.add(
        { kind: 'token' },
        { type: 'answer', status, body, contentType: 'application/json' },
        { times },
      )
    },
    metadata(path) {
      if (path === '/jwks') return json({ keys: [] })
      if (path !== '/.well-known/oauth-authorization-server') return undefined
      return json({
        issuer,
        token_endpoint: `${issuer}token`,
        jwks_uri: `${issuer}jwks`,
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
        grant_types_supported: [GRANT_TYPE],
        token_endpoint_auth_signing_alg_values_supported: ['RS256', 'RS384', 'RS512'],
      })
    },
    async token(form) {
      const outcome = await judge(form)
      if (outcome.kind === 'refused') return mpReply(outcome.kode, outcome.detail)
      const text = tokens.issue({
        scopes: new Set(outcome.scopes),
        konsument: outcome.konsument,
        expiresAt: clock.now() + lifetimeSeconds * 1000,
      })
      return json({
        access_token: text,
        token_type: 'Bearer',
        expires_in: lifetimeSeconds,
        scope: outcome.scopes.join(' '),
      })
    },
  }
}
