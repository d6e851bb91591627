import type { Nokkel } from '../domain/nokkel.ts'

/** A batch of nøkler as the four arrays that its statements unnest, in the primary key's order. */
export function nokkelColumns(
  nokler: readonly Nokkel[],
): [konsument: string[], oppslag: string[], identifikator: string[], gjelderPeriode: string[]] {
  return [
    nokler.map(({ konsument }) => konsument),
    nokler.map(({ oppslag }) => oppslag),
    nokler.map(({ identifikator }) => identifikator),
    nokler.map(({ gjelderPeriode }) => gjelderPeriode),
  ]
}
