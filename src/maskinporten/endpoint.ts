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
    known = { issuer: issuer ?? found.issuer, tokenEndpoint: tokenEndpoint ?? found.tokenEndpoint }
    return known
  })
  return async (signal) => known ?? discover(signal)
}

async function readMetadata(
  url: string | null,
  get: Http['get'],
  signal: AbortSignal,
): Promise<Endpoint> {
  const what = "Maskinporten's well-known URL"
  if (url === null) throw new Fault('NO_TOKEN', `${what} is not set`)
  const { status, text } = await get(url, what, { accept: 'application/json' }, signal)
  const fields = fieldsOf(text)
  const issuer = fields.get('issuer')
  const tokenEndpoint = fields.get('token_endpoint')
  if (status !== 200 || typeof issuer !== 'string' || typeof tokenEndpoint !== 'string') {
    throw new Fault(
      'NO_TOKEN',
      `${what} answered ${status} without issuer and token_endpoint. Check MASKINPORTEN_WELL_KNOWN_URL`,
      { status },
    )
  }
  return { issuer, tokenEndpoint }
}
