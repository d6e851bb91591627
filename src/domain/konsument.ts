/** Whose rights a call is made with, and which of them. */

/** What a token is for: Maskinporten gives one for each konsument and scope. */
export type Fullmakt = {
  /** `egen`, or the organisasjonsnummer that has delegated the scope to us. */
  readonly konsument: string
  readonly scope: string
}
