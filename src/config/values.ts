/** The forms of settings: each takes a text and gives its value or says what is wrong with it. */
import type { Parse } from './env.ts'
import { didYouMean } from '../lib/nearest.ts'

export const integer: Parse<number> = (text, { form, bounds }) => {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  const fits = bounds !== null && value >= bounds.min && value <= bounds.max
  return fits ? { value } : { problem: `must be ${form}` }
}

export function choice<T extends string>(among: readonly T[]): Parse<T> {
  return (text, { form }) => {
    const value = among.find((one) => one === text)
    if (value !== undefined) return { value }
    return { problem: `must be ${form}${didYouMean(text, among)}` }
  }
}

export function matching(pattern: RegExp): Parse<string> {
  return (text, { form }) => (pattern.test(text) ? { value: text } : { problem: `must be ${form}` })
}

export const anyText: Parse<string> = (text) => ({ value: text })

const MS_OF_UNIT: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}
const LONGEST_MS = 7 * 86_400_000

/** A duration such as 10m, in milliseconds; at most seven days. */
export const duration: Parse<number> = (text, { form }) => {
  const [, digits, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? []
  const value = Number(digits) * (MS_OF_UNIT[unit] ?? Number.NaN)
  return value <= LONGEST_MS ? { value } : { problem: `must be ${form}` }
}

/** Ids separated by commas, in the katalog's writing: any case, and _ for -, are taken. */
export const ids: Parse<readonly string[]> = (text, { form }) => {
  const parts = text.split(',').map((id) => id.trim().toLowerCase().replaceAll('_', '-'))
  const value = [...new Set(parts.filter((id) => id !== ''))]
  return value.length > 0 ? { value, shown: value.join(',') } : { problem: `must be ${form}` }
}

/** Scopes separated by spaces, as Maskinporten writes them. */
export const scopes: Parse<ReadonlySet<string>> = (text, { form }) => {
  const value = text.split(/\s+/)
  return value.every((scope) => /^[^\s,:]+:[^\s,]+$/.test(scope))
    ? { value: new Set(value) }
    : { problem: `must be ${form}` }
}

/** The day to start from, or 0 for the first event. The API refuses a date in the future. */
export function startdato(today: string): Parse<string> {
  return (text, { form }) => {
    if (text === '0') return { value: text }
    const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []
    if (year === '') return { problem: `must be ${form}` }

    const wrong = wrongDay(Number(year), Number(month), Number(day))
    if (wrong !== null) {
      const turned = `${year}-${day}-${month}`
      const meant = wrongDay(Number(year), Number(day), Number(month)) === null && turned <= today
      return { problem: `no such date: ${wrong}${meant ? `; did you mean ${turned}?` : ''}` }
    }
    if (text > today) {
      return { problem: `is in the future: must be today (${today}) or earlier, or 0` }
    }
    return { value: text }
  }
}

function wrongDay(year: number, month: number, day: number): string | null {
  if (month > 12) return 'months go to 12'
  if (month < 1) return 'months begin with 01'
  if (day < 1) return 'days begin with 01'
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return day > last ? `that month ends with day ${last}` : null
}

export const PLAN = 'a cron expression'

/** @param planProblem what is wrong with an expression, as it follows its value in a message */
export function cron(planProblem: (text: string) => string | null): Parse<string> {
  return (text) => {
    const problem = planProblem(text)
    return problem === null ? { value: text } : { problem }
  }
}
