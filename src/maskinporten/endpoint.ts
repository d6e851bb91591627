/** Where tokens are asked for, and whom the grant is meant for. */
import { Fault } from '../domain/errors.ts'
import { fieldsOf, type Http } from './http.ts'
import { singleFlight } from './single-flight.ts'

export type Endpoint = { readonly issuer: string; readonly tokenEndpoint: string }

export type EndpointOptions = {
  readonly wellKnownUrl: string | null
  /** Null, as `tokenEndpoint`: what the well-known URL says. */
  readonly issuer: string | null
  readonly tokenEndpoint: string | null
}

/** Reads the well-known URL when it is first needed, and not again once it has answered. */
export function createEndpoint(
  { wellKnownUrl, issuer, tokenEndpoint }: EndpointOptions,
  get: Http['get'],
): (signal: AbortSignal) => Promise<Endpoint> {
  let known: Endpoint | undefined
  if (issuer !== null && tokenEndpoint !== null) known = { issuer, tokenEndpoint }

  const discover = singleFlight(async (signal) => {
    const found = await readMetadata(wellKnownUrl, get, signal)
    known = {
      issuer: issuer ?? found.issuer,
      tokenEndpoint: tokenEndpoint ?? ofSameOrigin(found.tokenEndpoint, wellKnownUrl),
    }
    return known
  })
  return async (signal) => known ?? discover(signal)
}

const WHAT = "Maskinporten's well-known URL"

async function readMetadata(
  url: string | null,
  get: Http['get'],
  signal: AbortSignal,
): Promise<Endpoint> {
  if (url === null) throw new Fault('NO_TOKEN', `${WHAT} is not set`)
  const { status, text } = await get(url, WHAT, { accept: 'application/json' }, signal)
  const fields = fieldsOf(text)
  const issuer = fields.get('issuer')
  const tokenEndpoint = fields.get('token_endpoint')
  if (status !== 200 || typeof issuer !== 'string' || typeof tokenEndpoint !== 'string') {
    throw new Fault(
      'NO_TOKEN',
      `${WHAT} answered ${status} without issuer and token_endpoint. Check MASKINPORTEN_WELL_KNOWN_URL`,
      { status },
    )
  }
  return { issuer, tokenEndpoint }
}

/** Grants go where the settings say, not where an answer says; Maskinporten's own is of one origin. */
function ofSameOrigin(tokenEndpoint: string, wellKnownUrl: string | null): string {
  const { origin } = URL.parse(wellKnownUrl ?? '') ?? {}
  if (origin !== undefined && URL.parse(tokenEndpoint)?.origin === origin) return tokenEndpoint
  throw new Fault(
    'NO_TOKEN',
    `${WHAT} names a token_endpoint of another origin. Check it, and set MASKINPORTEN_TOKEN_ENDPOINT if that is right`,
  )
}
