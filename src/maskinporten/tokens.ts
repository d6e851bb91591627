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
import type { ClientKey } from '../domain/client-key.ts'
import { type ConfigError, Fault } from '../domain/errors.ts'
import type { Fullmakt } from '../domain/konsument.ts'
import { currentKey } from './current-key.ts'
import { createEndpoint, type EndpointOptions } from './endpoint.ts'
import type { Http } from './http.ts'
import { createSidecar } from './sidecar.ts'
import { createSigner } from './signer.ts'
import { singleFlight } from './single-flight.ts'
import type { Token } from './token-answer.ts'

export type TokenOptions =
  /** By grants of our own. */
  | ({
      readonly kind: 'grant'
      readonly clientId: string
      readonly key: ClientKey
      /** Tried when Maskinporten refuses the first: the one that is to replace it. */
      readonly nextKey: ClientKey | null
    } & EndpointOptions)
  | { readonly kind: 'sidecar'; readonly url: string }

export type TokenDeps = Http & {
  /** Milliseconds since 1970, for grants. */
  readonly now?: () => number
  /** Milliseconds since any moment, for the ends of tokens: a clock that is set does not move them. */
  readonly elapsed?: () => number
  /** A token was given for a grant of the key with that thumbprint. */
  readonly onKeyUsed?: (avtrykk: string) => void
  readonly onToken?: (fullmakt: Fullmakt, lifetimeMs: number) => void
  /** @param kode Maskinporten's, where it gave one */
  readonly onNoToken?: (fullmakt: Fullmakt, kode: string | undefined) => void
  /** The file of a key was replaced by something that is none. */
  readonly onUnusableKey?: (error: ConfigError) => void
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

/** @param wasRefused an API has refused the token that it gave last */
export type TokenSource = (
  fullmakt: Fullmakt,
  wasRefused: boolean,
  signal: AbortSignal,
) => Promise<Token>

type Kept = {
  readonly token: string
  /** From then on a new one is asked for. */
  readonly renewAt: number
  readonly endsAt: number
}

/** @throws ConfigError when the key can't be used */
export function createTokens(options: TokenOptions, deps: TokenDeps): Tokens {
  const { elapsed = () => performance.now(), onToken, onNoToken } = deps
  const source = createSource(options, deps)
  const fullmakter = new Map<string, ReturnType<typeof tokensFor>>()

  function tokensFor(
    fullmakt: Fullmakt,
  ): (rejected: string | null, signal: AbortSignal) => Promise<string> {
    let kept: Kept | undefined
    let wasRefused = false
    const renew = singleFlight(async (signal) => {
      const asked = elapsed()
      const { token, lifetimeMs } = await source(fullmakt, wasRefused, signal)
        .catch(asNoToken)
        .catch((error: unknown) => {
          if (error instanceof Fault) onNoToken?.(fullmakt, error.kode)
          throw error
        })
      onToken?.(fullmakt, lifetimeMs)
      const endsAt = asked + lifetimeMs
      kept = { token, renewAt: endsAt - margin(lifetimeMs), endsAt }
      wasRefused = false
      return token
    })

    return async (rejected, signal) => {
      if (kept !== undefined && kept.token === rejected) {
        kept = undefined
        wasRefused = true
      }
      if (kept !== undefined && elapsed() < kept.renewAt) return kept.token
      try {
        return await renew(signal)
      } catch (error) {
        const old: Kept | undefined = kept
        if (!(error instanceof Fault) || old === undefined || elapsed() >= old.endsAt) throw error
        // Asked for again now and then, not at every call.
        const waitMs = Math.max(1_000, (old.endsAt - elapsed()) / 3)
        kept = { ...old, renewAt: Math.min(elapsed() + waitMs, old.endsAt) }
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

function createSource(
  options: TokenOptions,
  {
    get,
    postForm,
    now = Date.now,
    onKeyUsed = () => undefined,
    onUnusableKey = () => undefined,
  }: TokenDeps,
): TokenSource {
  if (options.kind === 'sidecar') return createSidecar(options.url, postForm)

  const { clientId, key, nextKey, ...addresses } = options
  const others = nextKey === null ? [] : [currentKey(nextKey, onUnusableKey)]
  const keys = [currentKey(key, onUnusableKey), ...others] as const
  const sign = createSigner({ clientId, keys }, { postForm, now, onKeyUsed })
  const endpoint = createEndpoint(addresses, get)
  return async (fullmakt, _, signal) => sign(await endpoint(signal), fullmakt, signal)
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
