/** What the simulator's own tests share: a caller that has a token. */
import { importJWK, SignJWT } from 'jose'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import type { Klient } from './maskinporten/clients.ts'
import { GRANT_TYPE } from './maskinporten/grant.ts'
import { startSimulator, type Simulator, type SimulatorOptions } from './simulator.ts'

export const katalog = loadKatalog()

export function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  return startSimulator({ katalog, ...options })
}

export type GrantParts = {
  readonly klient?: Klient
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  /** Seconds since 1970. */
  readonly iat?: number
  readonly lifeSeconds?: number
}

/** A grant as it should be, but for what the test says. */
export async function signGrant(simulator: Simulator, parts: GrantParts = {}): Promise<string> {
  const { klient = simulator.klient, iat = Math.floor(simulator.clock.now() / 1000) } = parts
  const header = { alg: 'RS256', kid: klient.kid, ...parts.header }
  const key = await importJWK(JSON.parse(klient.jwk), header.alg)
  return new SignJWT({
    iss: klient.clientId,
    aud: simulator.maskinporten.issuer,
    iat,
    exp: iat + (parts.lifeSeconds ?? 60),
    jti: crypto.randomUUID(),
    scope: 'skatteetaten:summertskattegrunnlag',
    ...parts.claims,
  })
    .setProtectedHeader(header)
    .sign(key)
}

export async function askToken(simulator: Simulator, assertion: string): Promise<Answer> {
  const body = new URLSearchParams({ grant_type: GRANT_TYPE, assertion })
  return read(await fetch(`${simulator.url}/maskinporten/token`, { method: 'POST', body }))
}

export async function token(simulator: Simulator, scope: string): Promise<string> {
  const answer = await askToken(simulator, await signGrant(simulator, { claims: { scope } }))
  return String(answer.json.access_token)
}

export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  /** The body parsed; numbers above 2^53 are not exact in it. */
  readonly json: ReturnType<typeof JSON.parse>
}

export type Get = (path: string, headers?: Record<string, string>) => Promise<Answer>

/** Asks with a token for `scope`. */
export async function caller(simulator: Simulator, scope: string): Promise<Get> {
  const authorization = `Bearer ${await token(simulator, scope)}`
  return async (path, headers = {}) =>
    read(
      await fetch(`${simulator.url}${path}`, {
        redirect: 'manual',
        headers: { authorization, accept: 'application/json', ...headers },
      }),
    )
}

export async function read(response: Response): Promise<Answer> {
  const body = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body,
    get json() {
      return JSON.parse(body)
    },
  }
}
