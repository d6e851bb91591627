/** registreringstidspunkt as a time that Postgres takes. */

const FORM = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(Z|[+-]\d{2}:\d{2})$/

/**
 * @returns the same time, or null for text that names no zone or no real time: it is kept as text
 *   beside this, and a guessed zone would be wrong by hours
 */
export function registreringstid(tekst: string | null): string | null {
  if (tekst === null || !FORM.test(tekst)) return null
  const milliseconds = Date.parse(tekst)
  return Number.isNaN(milliseconds) ? null : tekst
}
