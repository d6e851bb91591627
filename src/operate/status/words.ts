/** Times, durations and numbers as people read them. Pure. */
import { EGEN } from '../../domain/ids.ts'
import { count } from '../../lib/text-table.ts'

const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['days', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
]

/** In the largest unit of which there are two or more: `90 s`, `3 min`, `47 h`. */
export function duration(ms: number): string {
  const [unit, size] = UNITS.find(([, one]) => ms >= 2 * one) ?? ['s', 1_000]
  return `${Math.max(Math.round(ms / size), 0)} ${unit}`
}

/** Such as `3 min ago`. */
export function ago(ms: number, nowMs: number): string {
  return `${duration(nowMs - ms)} ago`
}

const CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Oslo',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** In Norwegian time, as plans are: `2026-11-25 06:30:00`. */
export function clock(ms: number): string {
  return CLOCK.format(ms)
}

/** `1 nøkkel is`, `2 nøkler are` */
export function numbered(value: number | bigint, one: string, many: string): string {
  return `${count(value)} ${Number(value) === 1 ? one : many}`
}

/** Nothing for our own rights, else for whom. */
export function whose(konsument: string): string {
  return konsument === EGEN ? '' : ` (${konsument})`
}

/** For what is not known or not there. */
export const NONE = '–'

/** Such as `3 min ago`, or that it never was. */
export function agoOrNever(ms: number | null, nowMs: number): string {
  return ms === null ? 'never' : ago(ms, nowMs)
}
