/**
 * The token sidecar of NAIS, Texas, as far as a caller sees it (github.com/nais/texas,
 * doc/openapi-spec.json): it has the client's key, asks Maskinporten over HTTP, and keeps what it got.
 */
import { importJWK, SignJWT } from 'jose'
import type { Clock } from '../clock.ts'
import { json, type Reply } from '../reply.ts'
import type { Klient } from './clients.ts'
import { GRANT_TYPE } from './grant.ts'

export type Sidecar = (form: URLSearchParams) => Promise<Reply>

type Kept = { readonly body: string; readonly endsAt: number }

export function createSidecar(
  { issuer, klient }: { readonly issuer: string; readonly klient: Klient },
  clock: Clock,
): Sidecar {
  const kept = new Map<string, Kept>()

  async function ask(scope: string): Promise<Reply> {
    const assertion = await sign(klient, issuer, scope, Math.floor(clock.now() / 1_000))
    const body = new URLSearchParams({ grant_type: GRANT_TYPE, assertion })
    const response = await fetch(`${issuer}token`, { method: 'POST', body })
    return { status: response.status, body: await response.text() }
  }

  return async (form) => {
    const target = form.get('target')
    if (form.get('identity_provider') !== 'maskinporten' || target === null) {
      return json({ error: 'invalid_request', error_description: 'unknown provider' }, 400)
    }
    const old = kept.get(target)
    if (old !== undefined && old.endsAt > clock.now() && form.get('skip_cache') !== 'true') {
      return { status: 200, body: old.body }
    }
    const reply = await ask(target)
    if (reply.status !== 200) return reply
    const { access_token, expires_in } = JSON.parse(reply.body)
    const body = JSON.stringify({ access_token, token_type: 'Bearer', expires_in })
    kept.set(target, { body, endsAt: clock.now() + Number(expires_in) * 1_000 })
    return { status: 200, body }
  }
}

async function sign(klient: Klient, aud: string, scope: string, iat: number): Promise<string> {
  const { clientId: iss, kid, jwk } = klient
  return new SignJWT({ iss, aud, iat, exp: iat + 60, jti: crypto.randomUUID(), scope })
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(await importJWK(JSON.parse(jwk), 'RS256'))
}
