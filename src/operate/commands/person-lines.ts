/** A line of a file of persons: an identifikator, and nothing else. */

/** Postgres' indexes hold no longer ones, and so neither do our tables. */
const LONGEST = 200

export function identifikatorOf(cells: readonly string[]): { identifikator: string } | string {
  const [identifikator = '', ...others] = cells
  if (others.some((cell) => cell !== '')) return 'more than an identifikator'
  if (identifikator === '') return 'the identifikator is missing'
  if (identifikator.length > LONGEST) return `the identifikator has more than ${LONGEST} characters`
  return { identifikator }
}
