/**
 * Synthetic identifikatorer: none of them can belong to anybody.
 *
 * Persons have 80 added to the month, organisations begin with 3, as in Skatteetaten's own test
 * population; check digits are computed after the addition.
 */
import { integer, type Random } from './random.ts'

const FIRST_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2]
const SECOND_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
const ORGANISATION_WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2]

/** An 11-digit fødselsnummer, one in twenty of them a d-nummer (day + 40). */
export function personnummer(random: Random): string {
  for (;;) {
    const day = integer(random, 1, 28) + (random() < 0.05 ? 40 : 0)
    const month = integer(random, 1, 12) + 80
    const year = integer(random, 40, 99)
    // Individual numbers below 500 are people born 1900-1999.
    const nine = `${two(day)}${two(month)}${two(year)}${two(integer(random, 0, 49))}${integer(random, 0, 9)}`
    const first = checkDigit(nine, FIRST_WEIGHTS)
    if (first === undefined) continue
    const second = checkDigit(`${nine}${first}`, SECOND_WEIGHTS)
    if (second !== undefined) return `${nine}${first}${second}`
  }
}

/** A 9-digit organisasjonsnummer. */
export function organisasjonsnummer(random: Random): string {
  for (;;) {
    const eight = `3${String(integer(random, 0, 9_999_999)).padStart(7, '0')}`
    const check = checkDigit(eight, ORGANISATION_WEIGHTS)
    if (check !== undefined) return `${eight}${check}`
  }
}

/** What Formuesobjekt fast eiendom has instead of an identifikator. */
export function uuid(random: Random): string {
  const hex = Array.from({ length: 30 }, () => integer(random, 0, 15).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18)}`
}

/** What a mva-melding has instead. */
export function referanse(random: Random): string {
  return String(integer(random, 100_000, 99_999_999))
}

/** Modulus 11; undefined where the sum would need a check digit of ten. */
function checkDigit(digits: string, weights: readonly number[]): number | undefined {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? undefined : check
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
