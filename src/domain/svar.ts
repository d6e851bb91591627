/**
 * What an oppslagstjeneste answered about a nøkkel. Each is documented for that API by status and
 * code; whatever is not documented is a Fault (errors.ts) and never reaches the tables (P8).
 */
export type Svar =
  /** `data` is the JSON text as it came, so that no number passes through JavaScript. */
  | { readonly kind: 'data'; readonly data: string }
  | { readonly kind: 'slettet' }
  | { readonly kind: 'ingen_data' }
