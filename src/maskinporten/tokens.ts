/**
 * Access tokens from Maskinporten, one per konsument and scope.
 *
 * in:   whose right to which scope, and the token that an API has just refused, if any
 * out:  a token that is good for the call about to be made
 *
 * Three promises:
 *   1. A token is asked for once, however many callers need it at the same time.
 *   2. A token that was refused is not given again, unless Maskinporten itself gives it again.
 *   3. A token that still works is used to its end when Maskinporten gives no new one.
 */
import { Fault } from '../domain/errors.ts'
import type { Fullmakt } from '../domain/konsument.ts'
import { createEndpoint, type EndpointOptions } from './endpoint.ts'
import type { Http } from './http.ts'
import { type ClientKey, importKey } from './key.ts'
import { createSigner } from './signer.ts'
import { singleFlight } from './single-flight.ts'

export type TokenOptions = EndpointOptions & {
  readonly clientId: string
  readonly key: ClientKey
  /** Tried when Maskinporten refuses the first: the one that is to replace it. */
  readonly nextKey: ClientKey | null
}

export type TokenDeps = Http & {
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

export type Tokens = {
  /**
   * @param rejected the token that an API has just refused with 401, or null
   * @throws Fault NO_TOKEN or NOT_GRANTED; the signal's reason when it aborts
   */
  readonly token: (
    fullmakt: Fullmakt,
    rejected: string | null,
    signal: AbortSignal,
  ) => Promise<string>
}

type Kept = {
  readonly token: string
  /** From then on a new one is asked for. */
  readonly renewAt: number
  readonly endsAt: number
}

/** @throws ConfigError when the key can't be used */
export function createTokens(
  { clientId, key, nextKey, ...addresses }: TokenOptions,
  { get, postForm, now = Date.now }: TokenDeps,
): Tokens {
  const others = nextKey === null ? [] : [importKey(nextKey)]
  const sign = createSigner({ clientId, keys: [importKey(key), ...others] }, { postForm }, now)
  const endpoint = createEndpoint(addresses, get)
  const fullmakter = new Map<string, ReturnType<typeof tokensFor>>()

  function tokensFor(
    fullmakt: Fullmakt,
  ): (rejected: string | null, signal: AbortSignal) => Promise<string> {
    let kept: Kept | undefined
    const renew = singleFlight(async (signal) => {
      const asked = now()
      const { token, lifetimeMs } = await endpoint(signal)
        .then((known) => sign(known, fullmakt, signal))
        .catch(asNoToken)
      const endsAt = asked + lifetimeMs
      kept = { token, renewAt: endsAt - margin(lifetimeMs), endsAt }
      return token
    })

    return async (rejected, signal) => {
      if (kept?.token === rejected) kept = undefined
      if (kept !== undefined && now() < kept.renewAt) return kept.token
      try {
        return await renew(signal)
      } catch (error) {
        const old: Kept | undefined = kept
        if (!(error instanceof Fault) || old === undefined || now() >= old.endsAt) throw error
        return old.token
      }
    }
  }

  return {
    token: (fullmakt, rejected, signal) => {
      const held = `${fullmakt.konsument} ${fullmakt.scope}`
      const tokens = fullmakter.get(held) ?? tokensFor(fullmakt)
      fullmakter.set(held, tokens)
      return tokens(rejected, signal)
    },
  }
}

/**
 * How long before its end a token is renewed, in milliseconds. 30 s is more than the slowest call
 * takes; of a short-lived token a tenth, so that it is not asked for at every call.
 */
function margin(lifetimeMs: number): number {
  return Math.min(30_000, lifetimeMs / 10)
}

/** Whatever keeps a token from coming is no fault of the API or the nøkkel that it was for. */
function asNoToken(error: unknown): never {
  if (error instanceof Fault && error.code !== 'NO_TOKEN' && error.code !== 'NOT_GRANTED') {
    throw new Fault('NO_TOKEN', error.message)
  }
  throw error
}
