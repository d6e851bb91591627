/**
 * Tokens from the platform's token sidecar, which has our key and asks Maskinporten for us: NAIS' Texas
 * (github.com/nais/texas, doc/openapi-spec.json). It keeps the tokens it gets, and never gives one
 * that has ended.
 */
import { Fault } from '../domain/errors.ts'
import { EGEN } from '../domain/ids.ts'
import type { Http } from './http.ts'
import { readRefusal, readToken, tokenFor } from './token-answer.ts'
import type { TokenSource } from './tokens.ts'

const WHO = 'the token sidecar'

/** @param url its token endpoint, on this machine */
export function createSidecar(url: string, postForm: Http['postForm']): TokenSource {
  return async (fullmakt, wasRefused, signal) => {
    const what = tokenFor(fullmakt)
    if (fullmakt.konsument !== EGEN) {
      throw new Fault(
        'NOT_GRANTED',
        `${what}: ${WHO} asks on our own behalf only. Set MASKINPORTEN_TOKENKILDE=grant`,
      )
    }
    const form = new URLSearchParams({
      identity_provider: 'maskinporten',
      target: fullmakt.scope,
      // Without it we would get the one that was refused again.
      ...(wasRefused && { skip_cache: 'true' }),
    })
    const answer = await postForm(url, form, what, signal)
    if (answer.status === 200) return readToken(answer, what, WHO)
    const { code, message, details } = readRefusal(answer, what, WHO)
    throw new Fault(code, message, details)
  }
}
