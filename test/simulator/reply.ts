/** An answer before it is sent, and the documented form of an error. */

import type { Sannhet } from './truth.ts'

export type Reply = {
  readonly status: number
  readonly body: string
  /** Default: JSON. */
  readonly contentType?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** What a look-up's answer was made from. */
  readonly sannhet?: Sannhet
}

export function json(value: unknown, status = 200): Reply {
  return { status, body: JSON.stringify(value) }
}

/**
 * The error body of every API: `{kode, melding, korrelasjonsid}`; the last is left out where the
 * caller sent none.
 */
export function feil(
  status: number,
  kode: string,
  melding: string,
  korrelasjonsid?: string,
): Reply {
  return json({ kode, melding, korrelasjonsid }, status)
}

/** What a gateway says when the call never reached the application. */
export function html(status: number): Reply {
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    body: `<!DOCTYPE html>\n<html><head><title>${status}</title></head><body><h1>${status}</h1><p>The requested URL was rejected.</p></body></html>\n`,
  }
}
