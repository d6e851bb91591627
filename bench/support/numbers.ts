/** Of several runs: the middle, the ends, and whether that is good enough. */
import type { Target } from './question.ts'

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** @returns null where there is no target */
export function isMet(values: readonly number[], target: Target | undefined): boolean | null {
  if (target === undefined) return null
  const { judged, atMost = Infinity, atLeast = -Infinity } = target
  const judgedBy = judged === 'median' ? [median(values)] : values
  return judgedBy.every((value) => value <= atMost && value >= atLeast)
}

/** Whole numbers as they are, others with three or four digits. */
export function written(value: number): string {
  if (Number.isInteger(value)) return String(value)
  return value.toPrecision(Math.abs(value) < 1 ? 3 : 4)
}
