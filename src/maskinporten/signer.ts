/**
 * Grants that are refused for our key or our clock, tried once more with the other key or Maskinporten's time.
 *
 * in:   one or two keys: while one is replaced at Maskinporten, either may be the registered one
 * out:  a token, and what was learnt: the key that works, and how far our clock is off
 */
import type { Fullmakt } from '../domain/konsument.ts'
import type { Endpoint } from './endpoint.ts'
import type { CurrentKey } from './current-key.ts'
import { RefusedGrant, requestToken } from './grant.ts'
import type { Http } from './http.ts'
import type { Token } from './token-answer.ts'

export type Signer = (endpoint: Endpoint, fullmakt: Fullmakt, signal: AbortSignal) => Promise<Token>

/** The key has expired, is not the registered one, or its certificate is not valid (docs.digdir.no). */
const OTHER_KEY = ['MP-120', 'MP-121', 'MP-124']
const OTHER_TIME = 'MP-130'

export type SignerDeps = Pick<Http, 'postForm'> & {
  /** Milliseconds since 1970 by our clock. */
  readonly now: () => number
  /** A token was given for a grant of the key with that thumbprint. */
  readonly onKeyUsed: (avtrykk: string) => void
}

export function createSigner(
  { clientId, keys }: { clientId: string; keys: readonly [CurrentKey, ...CurrentKey[]] },
  { postForm, now, onKeyUsed }: SignerDeps,
): Signer {
  let [using] = keys
  let skewMs = 0

  return async (endpoint, fullmakt, signal) => {
    async function attempt(key: CurrentKey, offMs: number): Promise<Token> {
      const signing = key()
      const client = { clientId, signing }
      const theirs = (): number => now() - offMs
      const token = await requestToken(client, endpoint, fullmakt, { postForm }, theirs, signal)
      onKeyUsed(signing.avtrykk)
      return token
    }

    try {
      return await attempt(using, skewMs)
    } catch (error) {
      if (!(error instanceof RefusedGrant) || error.kode === undefined) throw error
      const other = keys.find((key) => key !== using)
      if (OTHER_KEY.includes(error.kode) && other !== undefined) {
        const token = await attempt(other, skewMs)
        using = other
        return token
      }
      if (error.kode === OTHER_TIME && error.skewMs !== undefined) {
        // Measured against the time that was tried, which may have been corrected before.
        const measured = skewMs + error.skewMs
        const token = await attempt(using, measured).catch(() => {
          throw error
        })
        skewMs = measured
        return token
      }
      throw error
    }
  }
}
