/** What a token endpoint answers: a token, or why there is none. */
import { Fault } from '../domain/errors.ts'
import { EGEN } from '../domain/ids.ts'
import type { Fullmakt } from '../domain/konsument.ts'
import { type Answer, fieldsOf } from './http.ts'
import { explainRefusal, isOfKonsument, refusalCode } from './refusals.ts'

export type Token = { readonly token: string; readonly lifetimeMs: number }

/** What is asked for, for messages: `token for skatteetaten:inntekt`. */
export function tokenFor({ konsument, scope }: Fullmakt): string {
  return `token for ${scope}${konsument === EGEN ? '' : ` on behalf of ${konsument}`}`
}

/** What can stand in a header; anything else would fail there, with the token in the message. */
const HEADER_SAFE = /^[\x21-\x7e]+$/

/**
 * @param what what was asked for, for messages
 * @param who who answered
 */
export function readToken({ status, text }: Answer, what: string, who: string): Token {
  const fields = fieldsOf(text)
  const token = fields.get('access_token')
  const seconds = Number(fields.get('expires_in'))
  if (typeof token !== 'string' || !HEADER_SAFE.test(token) || !(seconds > 0)) {
    throw new Fault(
      'NO_TOKEN',
      `${what}: ${who} answered ${status} without a usable access_token and expires_in`,
      { status },
    )
  }
  return { token, lifetimeMs: seconds * 1_000 }
}

/** What the fault of a refusal is made of. */
export type Refused = {
  readonly code: 'NO_TOKEN' | 'NOT_GRANTED'
  readonly message: string
  readonly details: { readonly status: number; readonly kode?: string }
}

export function readRefusal({ status, text }: Answer, what: string, who: string): Refused {
  const kode = refusalCode(fieldsOf(text))
  return {
    code: isOfKonsument(kode) ? 'NOT_GRANTED' : 'NO_TOKEN',
    message: `${what}: ${who} answered ${status}${kode === undefined ? '' : ` (${kode})`}. ${explainRefusal(kode)}`,
    details: { status, ...(kode !== undefined && { kode }) },
  }
}
