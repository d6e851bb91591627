/** The access tokens in force. Opaque: what they allow is known here and nowhere else. */
import { randomBytes } from 'node:crypto'

export type Token = {
  readonly scopes: ReadonlySet<string>
  /** `egen`, or the organisasjonsnummer that has delegated them. */
  readonly konsument: string
  readonly expiresAt: number
}

export type Tokens = {
  readonly issue: (token: Token) => string
  /** Undefined where there is no such token, or it has expired. */
  readonly find: (text: string) => Token | undefined
  readonly revokeAll: () => void
  /** Those of one konsument. */
  readonly revoke: (konsument: string) => void
}

/** @param now milliseconds since 1970 */
export function createTokens(now: () => number): Tokens {
  const tokens = new Map<string, Token>()
  return {
    issue(token) {
      const text = randomBytes(32).toString('base64url')
      tokens.set(text, token)
      return text
    },
    find(text) {
      const token = tokens.get(text)
      return token !== undefined && token.expiresAt > now() ? token : undefined
    },
    revokeAll: () => tokens.clear(),
    revoke(konsument) {
      for (const [text, token] of tokens) if (token.konsument === konsument) tokens.delete(text)
    },
  }
}
