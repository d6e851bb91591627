/**
 * What an oppslagstjeneste answered about a nøkkel. Each is documented for that API by status and
 * code; whatever is not documented is a Fault (errors.ts) and never reaches the tables (P8).
 */
import type { Inntektsmottakere } from './inntektsmottakere.ts'

export type Svar = Opplysningssvar | Listesvar | Sistesvar

/** About one person or organisation: it is stored. */
export type Opplysningssvar =
  /** `data` is the JSON text as it came, so that no number passes through JavaScript. */
  | { readonly kind: 'data'; readonly data: string }
  | { readonly kind: 'slettet' }
  | { readonly kind: 'ingen_data' }

/** About many: it is not stored, the watch list follows it. */
export type Listesvar = {
  readonly kind: 'inntektsmottakere'
  readonly mottakere: Inntektsmottakere
}

/** About one person, and not stored, as no event tells when it changes: first loading follows it. */
export type Sistesvar = {
  readonly kind: 'siste_periode'
  /** Four digits; null where there is none, or none that we may know. */
  readonly aar: string | null
}

/** Whether the answer would empty what is stored. */
export function isGone({ kind }: Svar): boolean {
  return kind === 'slettet' || kind === 'ingen_data'
}
