/** A token endpoint of the test, its client, and keys that nobody uses. */
import { generateKeyPairSync } from 'node:crypto'

import type { ClientKey, KeyForm, Secret } from '../../src/domain/client-key.ts'
import { EGEN } from '../../src/domain/ids.ts'
import {
  createTokens,
  type TokenDeps,
  type TokenOptions,
  type Tokens,
} from '../../src/maskinporten/tokens.ts'
import { createHttp } from '../../src/skatteetaten/client.ts'
import { type Answering, type Call, serve } from '../skatteetaten/server.ts'

export const SCOPE = 'skatteetaten:inntekt'
export const FULLMAKT = { konsument: EGEN, scope: SCOPE }
export const ISSUER = 'https://maskinporten.example.org/'
/** 2024-03-01T12:00:00Z, in milliseconds. */
export const NOON = Date.UTC(2024, 2, 1, 12)

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const PUBLIC_KEY = publicKey
export const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

export function jwk(changes: Readonly<Record<string, unknown>> = {}): ClientKey {
  return clientKey({ kind: 'jwk', jwk: secret('JWK', jwkText(changes)) })
}

export function jwkText(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'key-1', ...changes })
}

export function clientKey(
  form: KeyForm,
  { alg = null, password = null }: Partial<Pick<ClientKey, 'alg' | 'password'>> = {},
): ClientKey {
  return { ...form, alg, password }
}

export function secret(form: string, text: string, file: string | null = null): Secret {
  return { setting: `MASKINPORTEN_CLIENT_${form}`, text, file }
}

export type Clock = { now: number }

export type Fake = AsyncDisposable &
  Tokens & {
    readonly url: string
    readonly calls: readonly Call[]
    readonly clock: Clock
  }

type Grants = Extract<TokenOptions, { readonly kind: 'grant' }>

/** Tokens from a server that answers so; the clock stands still unless the test moves it. */
export async function fakeMaskinporten(
  answering: Answering,
  changes: Partial<Grants> = {},
  deps: Partial<TokenDeps> = {},
): Promise<Fake> {
  const server = await serve(answering)
  const http = createHttp({ connectionsPerOrigin: 5 })
  const clock: Clock = { now: NOON }
  const tokens = createTokens(
    {
      kind: 'grant',
      clientId: 'client-1',
      key: jwk(),
      nextKey: null,
      wellKnownUrl: `${server.url}/.well-known/oauth-authorization-server`,
      issuer: ISSUER,
      tokenEndpoint: `${server.url}/token`,
      ...changes,
    },
    { ...http, now: () => clock.now, elapsed: () => clock.now, ...deps },
  )
  return {
    ...tokens,
    url: server.url,
    calls: server.calls,
    clock,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await http.close()
    },
  }
}

/** Gives token-1, token-2, ... that last so long. */
export function giving(expiresIn: unknown = 600): Answering {
  let given = 0
  return (response) => {
    given += 1
    response.end(JSON.stringify({ access_token: `token-${given}`, expires_in: expiresIn }))
  }
}

/** The grant of a call to the token endpoint. */
export function grantOf({ body }: Call): string {
  return new URLSearchParams(body).get('assertion') ?? ''
}
