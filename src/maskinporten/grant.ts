/** One token for one konsument and scope, by a JWT grant (RFC 7523; docs.digdir.no, "JWT grant"). */
import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'

import { Fault, type FaultCode } from '../domain/errors.ts'
import { EGEN } from '../domain/ids.ts'
import type { Fullmakt } from '../domain/konsument.ts'
import type { Endpoint } from './endpoint.ts'
import type { Answer, Http } from './http.ts'
import type { SigningKey } from './key.ts'
import { readRefusal, readToken, type Token, tokenFor } from './token-answer.ts'

export type Client = { readonly clientId: string; readonly signing: SigningKey }

/** Maskinporten refused a grant. */
export class RefusedGrant extends Fault {
  /** Our clock less its clock, in milliseconds, where its answer had a date: exact to a second or so. */
  readonly skewMs: number | undefined

  constructor(
    code: FaultCode,
    message: string,
    details: { status: number; kode?: string },
    skewMs?: number,
  ) {
    super(code, message, details)
    this.skewMs = skewMs
  }
}

const WHO = 'Maskinporten'

/** Maskinporten allows 120, and our clock may be up to 10 s behind its clock: this leaves 50. */
const GRANT_LIFETIME_SECONDS = 60

/**
 * Signs a grant for this one try: Maskinporten takes none twice.
 *
 * @param now milliseconds since 1970, by Maskinporten's clock as far as we know it
 * @throws RefusedGrant with Maskinporten's own code where it gave one; Fault NO_TOKEN otherwise
 */
export async function requestToken(
  { clientId, signing }: Client,
  { issuer, tokenEndpoint }: Endpoint,
  fullmakt: Fullmakt,
  http: Pick<Http, 'postForm'>,
  now: () => number,
  signal: AbortSignal,
): Promise<Token> {
  const { konsument, scope } = fullmakt
  const what = tokenFor(fullmakt)
  const issuedAt = Math.floor(now() / 1_000)
  // No other claims: Maskinporten refuses grants with those it does not know.
  const assertion = await new SignJWT({
    aud: issuer,
    iss: clientId,
    scope,
    iat: issuedAt,
    exp: issuedAt + GRANT_LIFETIME_SECONDS,
    jti: randomUUID(),
    // Maskinporten refuses a grant that names our own organisation as the one we act for.
    ...(konsument !== EGEN && { consumer_org: konsument }),
  })
    .setProtectedHeader(signing.header)
    .sign(signing.key)

  const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  const form = new URLSearchParams({ grant_type: grantType, assertion })
  const answer = await http.postForm(tokenEndpoint, form, what, signal)
  if (answer.status !== 200) throw refused(what, answer, now())
  return readToken(answer, what, WHO)
}

function refused(what: string, answer: Answer, now: number): RefusedGrant {
  const { code, message, details } = readRefusal(answer, what, WHO)
  const skewMs = clockSkew(answer.date, now)
  return new RefusedGrant(
    code,
    details.kode === 'MP-130' ? `${message}${inWords(skewMs)}` : message,
    details,
    skewMs,
  )
}

/** By the answer's Date, which has whole seconds and is as old as the way here is long. */
function clockSkew(date: string | undefined, now: number): number | undefined {
  const skewMs = now - Date.parse(date ?? '')
  return Number.isNaN(skewMs) ? undefined : skewMs
}

function inWords(skewMs: number | undefined): string {
  if (skewMs === undefined) return ''
  const seconds = Math.round(skewMs / 1_000)
  const direction = seconds < 0 ? 'behind' : 'ahead of'
  return `. Ours is ${Math.abs(seconds)} s ${direction} Maskinporten's`
}
