/**
 * Grants that are refused for our key or our clock, tried once more with the other key or Maskinporten's time.
 *
 * in:   one or two keys: while one is replaced at Maskinporten, either may be the registered one
 * out:  a token, and what was learnt: the key that works, and how far our clock is off
 */
import type { Fullmakt } from '../domain/konsument.ts'
import type { Endpoint } from './endpoint.ts'
import { RefusedGrant, requestToken, type Token } from './grant.ts'
import type { Http } from './http.ts'
import type { SigningKey } from './key.ts'

export type Signer = (endpoint: Endpoint, fullmakt: Fullmakt, signal: AbortSignal) => Promise<Token>

/** The key has expired, is not the registered one, or its certificate is not valid (docs.digdir.no). */
const OTHER_KEY = ['MP-120', 'MP-121', 'MP-124']
const OTHER_TIME = 'MP-130'

/** @param now milliseconds since 1970 by our clock */
export function createSigner(
  { clientId, keys }: { clientId: string; keys: readonly [SigningKey, ...SigningKey[]] },
  http: Pick<Http, 'postForm'>,
  now: () => number,
): Signer {
  let [signing] = keys
  let skewMs = 0

  return async (endpoint, fullmakt, signal) => {
    const attempt = (key: SigningKey, offMs: number): Promise<Token> =>
      requestToken(
        { clientId, signing: key },
        endpoint,
        fullmakt,
        http,
        () => now() - offMs,
        signal,
      )

    try {
      return await attempt(signing, skewMs)
    } catch (error) {
      if (!(error instanceof RefusedGrant) || error.kode === undefined) throw error
      const other = keys.find((key) => key !== signing)
      if (OTHER_KEY.includes(error.kode) && other !== undefined) {
        const token = await attempt(other, skewMs)
        signing = other
        return token
      }
      if (error.kode === OTHER_TIME && error.skewMs !== undefined) {
        // Measured against the time that was tried, which may have been corrected before.
        const measured = skewMs + error.skewMs
        const token = await attempt(signing, measured).catch(() => {
          throw error
        })
        skewMs = measured
        return token
      }
      throw error
    }
  }
}
