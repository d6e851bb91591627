/** What a command has done or would do, in a line for the operator. */
import type { Effect } from '../../store/drift.ts'

export type EffectWords = {
  /** What is counted in `rows`, such as `pauses`; null: that number says nothing. */
  readonly rows: string | null
  readonly dryRun: boolean
}

/** Such as `dry run, nothing is done: 3 parked nøkler, 3 nøkler to look up, 3 calls, about 0.2 s`. */
export function effectLine(effect: Effect, { rows, dryRun }: EffectWords): string {
  const parts = [
    ...(rows === null ? [] : [`${effect.rows} ${rows}`]),
    ...(effect.hendelser > 0n ? [`${effect.hendelser} hendelser`] : []),
    ...(effect.nokler > 0n ? [`${effect.nokler} nøkler`] : []),
    ...(effect.calls > 0n ? [`${effect.calls} calls, about ${duration(effect.estimateMs)}`] : []),
  ]
  const note = effect.note === null ? '' : ` (${effect.note})`
  return `${dryRun ? 'dry run, nothing is done: ' : ''}${parts.join(', ') || 'nothing to do'}${note}`
}

const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['days', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
]

/** In the largest unit of which there are two or more, with one decimal below ten. */
function duration(ms: number): string {
  const [unit, size] = UNITS.find(([, one]) => ms >= 2 * one) ?? ['s', 1_000]
  const value = ms / size
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}
