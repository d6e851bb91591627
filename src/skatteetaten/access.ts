/**
 * One call to an API of Skatteetaten: a GET, with our token where one is shown, asked again once if it is refused.
 */
import { randomUUID } from 'node:crypto'

import type { Fullmakt } from '../domain/konsument.ts'
import type { Base } from './address.ts'
import type { Http, HttpAnswer } from './client.ts'

/** How the APIs are reached; app.ts wires it. */
export type Access = Base & {
  readonly get: Http['get']
  /** Null: none is shown, a certificate says who we are. */
  readonly token: GetToken | null
}

/** @param rejected the token just refused with 401, or null: one that must not be given again */
export type GetToken = (
  fullmakt: Fullmakt,
  rejected: string | null,
  signal: AbortSignal,
) => Promise<string>

/**
 * A 401 with a token fetched anew comes back as the answer it is: there is no third try.
 *
 * @param what what is asked for, for messages, without personal data
 * @throws what Access' `get` and `token` throw
 */
export async function ask(
  access: Access,
  url: string,
  what: string,
  fullmakt: Fullmakt,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  if (access.token === null) return access.get(url, what, headers(null), signal)

  const token = await access.token(fullmakt, null, signal)
  const answer = await access.get(url, what, headers(token), signal)
  if (answer.status !== 401) return answer

  const renewed = await access.token(fullmakt, token, signal)
  return access.get(url, what, headers(renewed), signal)
}

function headers(token: string | null): Readonly<Record<string, string>> {
  return {
    ...(token !== null && { authorization: `Bearer ${token}` }),
    // Nav met 404 for existing data without it, in 2023.
    accept: 'application/json',
    // New for every call, so that Skatteetaten can find the one we ask them about.
    korrelasjonsid: randomUUID(),
  }
}
