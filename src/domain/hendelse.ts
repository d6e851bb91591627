import type { Sekvensnummer } from './ids.ts'

/**
 * One entry of a hendelsesliste, its fields as text as they came. Identifikatorer are opaque: not
 * checked, not parsed. A field that the list does not have, or has as null, is null.
 */
export type Hendelse = {
  readonly sekvensnummer: Sekvensnummer
  readonly identifikator: string | null
  /** Usually `2023` or `2023-01`; null on lists without periods. */
  readonly gjelderPeriode: string | null
  /** As written by the API: with 0 to 9 decimals, with `Z`, an offset, or no zone at all. */
  readonly registreringstidspunkt: string | null
  readonly hendelsetype: string | null
  readonly typeSkattepliktig: string | null
  /** The fields that have no column here, as one JSON object in text; null when there are none. */
  readonly andreFelt: string | null
}
