/**
 * Decides about a JWT grant, in the order in which Maskinporten looks: form, client, audience, key,
 * signature, time, reuse, scope, delegation. What it demands is from docs.digdir.no: `aud` is the
 * issuer and nothing else, `iat` within 10 s of its clock, `exp` at most 120 s after that, each
 * grant used once, no claim that it doesn't know.
 */
import {
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  importJWK,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose'
import { EGEN } from '../../../src/domain/ids.ts'
import { leafKey } from './chain.ts'
import type { Client, Clients } from './clients.ts'
import type { MpKode } from './mp-error.ts'

export type Grant = {
  readonly kind: 'granted'
  readonly scopes: readonly string[]
  readonly konsument: string
}

export type Refusal = { readonly kind: 'refused'; readonly kode: MpKode; readonly detail?: string }

export type GrantRules = {
  readonly issuer: string
  readonly clients: Clients
  readonly knownScopes: ReadonlySet<string>
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export type Judge = (form: URLSearchParams) => Promise<Grant | Refusal>

export const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

const ALGORITHMS = ['RS256', 'RS384', 'RS512']
const CLAIMS = new Set(
  'aud iss iat exp scope jti consumer_org resource iss_onbehalfof pid'.split(' '),
)
const CLOCK_TOLERANCE_SECONDS = 10
const LONGEST_LIFE_SECONDS = 120

export function createJudge(rules: GrantRules): Judge {
  /** Until when each grant that was accepted would have been valid. */
  const used = new Map<string, number>()

  return async (form) => {
    const parsed = parse(form)
    if ('kode' in parsed) return parsed
    const { assertion, header, claims } = parsed

    const client = rules.clients.get(claims.iss ?? '')
    if (client === undefined) return refused('MP-100')
    if (claims.aud !== rules.issuer) return refused('MP-110')

    const wrong =
      (await checkKey(client, assertion, header, rules.now())) ?? checkTimes(claims, rules.now())
    if (wrong !== undefined) return wrong

    const name = `${client.clientId} ${claims.jti ?? assertion}`
    if ((used.get(name) ?? 0) > rules.now()) return refused('MP-012')
    used.set(name, (claims.exp ?? 0) * 1000)

    return checkRights(client, claims, rules)
  }
}

function refused(kode: MpKode, detail?: string): Refusal {
  return detail === undefined ? { kind: 'refused', kode } : { kind: 'refused', kode, detail }
}

type Parsed = {
  readonly assertion: string
  readonly header: ProtectedHeaderParameters
  readonly claims: JWTPayload
}

function parse(form: URLSearchParams): Parsed | Refusal {
  if (form.get('grant_type') !== GRANT_TYPE) return refused('MP-011', 'grant_type')
  const assertion = form.get('assertion')
  if (assertion === null) return refused('MP-011', 'assertion is missing')
  try {
    const claims = decodeJwt(assertion)
    const unknown = Object.keys(claims).find((claim) => !CLAIMS.has(claim))
    if (unknown !== undefined) return refused('MP-011', `unknown claim ${unknown}`)
    return { assertion, header: decodeProtectedHeader(assertion), claims }
  } catch {
    return refused('MP-011', 'assertion is not a JWT')
  }
}

async function checkKey(
  client: Client,
  assertion: string,
  { alg, kid, x5c }: ProtectedHeaderParameters,
  nowMs: number,
): Promise<Refusal | undefined> {
  if (alg === undefined || !ALGORITHMS.includes(alg)) return refused('MP-011', 'alg')
  if (kid === undefined && x5c === undefined) return refused('MP-011', 'neither kid nor x5c')

  const key = kid === undefined ? leafKey(client, x5c, nowMs) : client.keys.get(kid)
  if (key === undefined) return refused('MP-124', 'unknown kid')
  if (typeof key === 'string') return refused(key)
  if (key.expired) return refused('MP-121')
  try {
    await compactVerify(assertion, await importJWK(key.publicJwk, alg), { algorithms: ALGORITHMS })
    return undefined
  } catch {
    return refused('MP-124')
  }
}

function checkTimes({ iat, exp }: JWTPayload, nowMs: number): Refusal | undefined {
  const now = nowMs / 1000
  if (typeof iat !== 'number' || typeof exp !== 'number') return refused('MP-011', 'iat or exp')
  if (exp - iat > LONGEST_LIFE_SECONDS) return refused('MP-011', 'exp is too long after iat')
  if (exp <= now) return refused('MP-130', 'exp has passed')
  if (Math.abs(iat - now) > CLOCK_TOLERANCE_SECONDS) return refused('MP-130', 'iat')
  return undefined
}

function checkRights(
  client: Client,
  claims: JWTPayload,
  { knownScopes }: GrantRules,
): Grant | Refusal {
  const scopes = typeof claims['scope'] === 'string' ? claims['scope'].split(' ') : []
  if (scopes.length === 0) return refused('MP-200', 'no scope')
  for (const scope of scopes) {
    if (!knownScopes.has(scope)) return refused('MP-200', scope)
    if (!client.scopes.has(scope)) return refused('MP-201', scope)
  }

  const consumer = claims['consumer_org']
  if (consumer !== undefined && (typeof consumer !== 'string' || consumer === client.orgnr)) {
    return refused('MP-011', 'consumer_org is another organisation than your own')
  }
  const rights = consumer === undefined ? client.granted : client.delegated.get(consumer)
  const lacking = scopes.find((scope) => rights?.has(scope) !== true)
  if (lacking !== undefined) return refused(consumer === undefined ? 'MP-250' : 'MP-251', lacking)
  return { kind: 'granted', scopes, konsument: consumer ?? EGEN }
}
