/** A line of the watch list: an identifikator, and a period or none. */
import type { Bevaking } from '../../store/drift.ts'

/** As folger.umulig_bevaking, which checks again: it can't tell the line. */
export function bevakingOf(cells: readonly string[]): Bevaking | string {
  const [identifikator = '', periode = '', ...others] = cells
  if (others.some((cell) => cell !== '')) return 'more than an identifikator and a period'
  if (!/^(\d{9}|\d{11})$/.test(identifikator)) return 'the identifikator is neither 11 nor 9 digits'
  const gjelderPeriode = periode === '' ? '*' : periode
  if (!/^(\*|\d{4}(-(0[1-9]|1[0-2]))?)$/.test(gjelderPeriode)) {
    return 'the period is neither a year, a month such as 2023-01, nor *'
  }
  return { identifikator, gjelderPeriode }
}
