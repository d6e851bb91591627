/**
 * Failures of the world around us, as data: each says what to do next.
 *
 * - `pause`: the whole API waits, then one probe finds out whether it is over. Costs no tries.
 * - `pause konsument`: the same for this konsument alone, whose rights it is about: others go on.
 * - `retry`: this nøkkel waits longer and longer, then is parked; nothing else waits for it (P10).
 * - `park`: this nøkkel is set aside at once: asking again would get the same answer.
 */
export type Disposition = 'pause' | 'pause konsument' | 'retry' | 'park'

/** A record over the whole union: a new code does not compile until its disposition is decided. */
export const DISPOSITIONS = {
  /** 429: the API asks us to wait. */
  THROTTLED: 'pause',
  /** 503, and the shared codes for "temporarily unavailable". */
  UNAVAILABLE: 'pause',
  /** No connection: refused, reset before any answer, unknown host. */
  UNREACHABLE: 'pause',
  /** 401, also with a token fetched anew. */
  UNAUTHENTICATED: 'pause konsument',
  /** 403: scope, rettighetspakke or agreement is missing. */
  FORBIDDEN: 'pause konsument',
  /** 404 with the API's own code for an unknown address: the path in the katalog, or the rettighetspakke in it, is wrong. */
  WRONG_ADDRESS: 'pause konsument',
  /** Too many deletions at once to be believed: the breaker holds them back (P8). */
  DELETION_WAVE: 'pause konsument',
  /** Maskinporten gave no token. */
  NO_TOKEN: 'pause',
  /** Maskinporten gives this konsument none: the scope is not granted (MP-250) or delegated (MP-251). */
  NOT_GRANTED: 'pause konsument',
  /** 500, 502, 504. */
  SERVER_ERROR: 'retry',
  /** No complete answer before the deadline. */
  TIMED_OUT: 'retry',
  /** Anything undocumented: HTML, a 404 without a known code, a redirect, an empty or broken body. */
  UNEXPECTED_ANSWER: 'retry',
  /** 400, 406, 422: the API will not answer about this nøkkel as asked. */
  REJECTED: 'park',
  /** The event lacks what the address needs, such as a period. */
  UNASKABLE: 'park',
  /** So many are missing from a list that nobody is taken for gone, until an operator accepts it (P8). */
  TOO_MANY_GONE: 'park',
  /** The answer can't be stored as jsonb: U+0000, a number out of range, too deep. */
  UNSTORABLE: 'park',
} as const satisfies Record<string, Disposition>

export type FaultCode = keyof typeof DISPOSITIONS

type Details = {
  readonly status?: number
  readonly kode?: string
  readonly retryAfterMs?: number
  readonly cause?: unknown
}

/** A failed call to Skatteetaten or Maskinporten. The message never quotes a body or an identifikator. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined
  /** The API's own feilkode, such as `SSG-005`, or Maskinporten's, such as `MP-110`. */
  readonly kode: string | undefined
  /** The API's own wish, in milliseconds; a floor for our waiting. */
  readonly retryAfterMs: number | undefined

  constructor(code: FaultCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause })
    this.code = code
    this.status = details.status
    this.kode = details.kode
    this.retryAfterMs = details.retryAfterMs
  }

  get disposition(): Disposition {
    return DISPOSITIONS[this.code]
  }
}

/** Wrong settings, katalog or stored posisjon: all problems at once, before anything starts (P14). */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`${problems.length} setting(s) are wrong:\n${problems.map((p) => `  - ${p}`).join('\n')}`)
    this.problems = problems
  }
}

/** An operator's command that is not done, with what to do about it. The message has no personal data. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
