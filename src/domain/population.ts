/**
 * Whether an identifikator looks like a person's own or like a made-up one, by its form alone.
 *
 * A guard against tests that hold real people, and production that holds none: never a reason to
 * reject anything. Skatteetaten's test population (Tenor) has 80 added to the month, and older ones
 * 40; a d-nummer has 40 added to the day in both. Control digits are not looked at: from 2032 on the
 * first of them may be any.
 */
export type Population = 'real' | 'synthetic'

const PERSON = /^\d{11}$/

/** @returns null where it is no fødselsnummer or d-nummer of either kind, such as an organisation's. */
export function populationOf(identifikator: string): Population | null {
  if (!PERSON.test(identifikator)) return null
  const day = Number(identifikator.slice(0, 2))
  const month = Number(identifikator.slice(2, 4))
  if (!isFrom(1, 31, day % 40) || day > 71) return null
  if (isFrom(1, 12, month)) return 'real'
  if (isFrom(41, 52, month) || isFrom(81, 92, month)) return 'synthetic'
  return null
}

function isFrom(first: number, last: number, value: number): boolean {
  return value >= first && value <= last
}
