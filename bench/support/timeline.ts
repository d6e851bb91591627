/** Look-ups over time, as the simulator counts them: how fast it goes, and since when again. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Simulated } from './simulated.ts'

/** So many calls had been made at a time in milliseconds. */
export type Sample = { readonly atMs: number; readonly calls: number }

export type Timeline = {
  readonly samples: readonly Sample[]
  /** Goes on counting until `holds`. @throws where that takes longer than `giveUpAfterMs` */
  readonly until: (holds: () => boolean, giveUpAfterMs: number) => Promise<void>
}

const EVERY_MS = 20

/** Over so long a time calls are counted before one speaks of a speed. */
const WINDOW_MS = 500

/** Of the speed before, what counts as full: windows are short, and begin and end anywhere. */
const FULL = 0.95

export function createTimeline({ lookUps }: Simulated): Timeline {
  const samples: Sample[] = []
  return {
    samples,
    async until(holds, giveUpAfterMs) {
      const beganMs = performance.now()
      do {
        const { calls } = await lookUps()
        samples.push({ atMs: performance.now(), calls })
        if (performance.now() - beganMs > giveUpAfterMs) {
          throw new Error(`waited ${giveUpAfterMs / 1_000} s in vain`)
        }
        await delay(EVERY_MS)
      } while (!holds())
    },
  }
}

/** Calls a second between two times. */
export function speed(samples: readonly Sample[], fromMs: number, toMs: number): number {
  const within = samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
  const [first, last] = [within[0], within.at(-1)]
  if (first === undefined || last === undefined || first === last) return 0
  return ((last.calls - first.calls) * 1_000) / (last.atMs - first.atMs)
}

/** When, from a time on, it has gone at full speed for a window: its beginning; null where it has not. */
export function fullSpeedAt(
  samples: readonly Sample[],
  fromMs: number,
  speedBefore: number,
): number | null {
  for (const { atMs } of samples) {
    if (atMs < fromMs) continue
    if ((samples.at(-1)?.atMs ?? 0) < atMs + WINDOW_MS) return null
    if (speed(samples, atMs, atMs + WINDOW_MS) >= FULL * speedBefore) return atMs
  }
  return null
}

/** For a chart: calls a second, window by window, over seconds since `zeroMs`. */
export function speeds(
  samples: readonly Sample[],
  zeroMs: number,
  windowMs: number,
): readonly (readonly [number, number])[] {
  const first = samples[0]?.atMs ?? 0
  const last = samples.at(-1)?.atMs ?? 0
  const count = Math.floor((last - first) / windowMs)
  return Array.from({ length: count }, (_, place) => {
    const from = first + place * windowMs
    // A little more, so that samples of both ends are in it.
    const rate = speed(samples, from, from + windowMs + EVERY_MS)
    return [(from + windowMs / 2 - zeroMs) / 1_000, rate]
  })
}
