/**
 * Whom an opplysningspliktig reports income for, with a pension agreement; and the months that the
 * agreement lets us ask about. Pure.
 *
 * Source: api-dokumentasjon, "Forklaring av avtaleforhold og virkningsperiode" (December 2022).
 */
import { monthsLater } from './maaned.ts'

/** An answer of the Inntektsmottakere API. */
export type Inntektsmottakere = {
  /** The agreement's first and last month, such as 2021-01; null where none is told. */
  readonly fraOgMed: string | null
  readonly tilOgMed: string | null
  /** Fødsels- or d-nummer, each once. */
  readonly identifikatorer: readonly string[]
  /**
   * Whether everybody is on it. Not where it is skjermet, where somebody is on it without a number,
   * or where it says that there is more: who is missing from such a list has not gone.
   */
  readonly isWhole: boolean
  /** Whether the API has kept back what it would have told. */
  readonly skjermet: boolean
}

/** What "no data" says: nobody, and nothing of an agreement. */
export const NO_INNTEKTSMOTTAKERE: Inntektsmottakere = {
  fraOgMed: null,
  tilOgMed: null,
  identifikatorer: [],
  isWhole: true,
  skjermet: false,
}

/** "Tidligste kalendermåned i en virkningsperiode er 01-2020." */
const EARLIEST = '2020-01'
/** "... og 15 måneder før og 1 måned etter hver kalendermåned." */
const MONTHS_BEFORE = 15
const MONTHS_AFTER = 1

/**
 * The months that may be asked about by an agreement, as the watch list has them: `2020-01/2024-08`,
 * or `2020-01/` while the agreement has no end.
 */
export function virkningsperiode({
  fraOgMed,
  tilOgMed,
}: Pick<Inntektsmottakere, 'fraOgMed' | 'tilOgMed'>): string {
  const first = fraOgMed === null ? EARLIEST : monthsLater(fraOgMed, -MONTHS_BEFORE)
  const last = tilOgMed === null ? '' : monthsLater(tilOgMed, MONTHS_AFTER)
  return `${first < EARLIEST ? EARLIEST : first}/${last}`
}
