/** Whose rights a call is made with, and which of them. Pure. */
import { EGEN } from './ids.ts'

/** What a token is for: Maskinporten gives one for each konsument and scope. */
export type Fullmakt = {
  /** `egen`, or the organisasjonsnummer that has delegated the scope to us. */
  readonly konsument: string
  readonly scope: string
}

/** What follows the name of a thing that is done for a konsument; nothing where it is for ourselves. */
export function onBehalfOf(konsument: string): string {
  return konsument === EGEN ? '' : ` on behalf of ${konsument}`
}

/** Brønnøysundregistrene: the sum of the nine digits by these weights is a multiple of 11. */
const WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2, 1]

/** Whether it is one by its form: nine digits, of which the last is the check digit. */
export function isOrganisasjonsnummer(text: string): boolean {
  if (!/^\d{9}$/.test(text)) return false
  return WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(text[at]), 0) % 11 === 0
}
