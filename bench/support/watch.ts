/**
 * Looking at a run from outside until something holds. What a look comes too late makes the run
 * longer, never shorter.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Child } from './child.ts'

/** When the first look that saw it was over, and when the last one that did not began, in milliseconds. */
export type Seen = { readonly firstMs: number; readonly lastWithoutMs: number }

export type Patience = {
  /** Between two looks. */
  readonly everyMs?: number
  readonly giveUpAfterMs?: number
}

/** @throws where the process ends before it holds, or it takes too long */
export async function seen(
  child: Child,
  holds: () => Promise<boolean>,
  { everyMs = 2, giveUpAfterMs = 600_000 }: Patience = {},
): Promise<Seen> {
  const beganMs = performance.now()
  let lastWithoutMs = beganMs
  for (;;) {
    const askedMs = performance.now()
    if (await holds()) return { firstMs: performance.now(), lastWithoutMs }
    lastWithoutMs = askedMs
    if (!child.runs()) throw new Error(`it ended early:\n${child.output()}`)
    if (askedMs - beganMs > giveUpAfterMs) {
      throw new Error(
        `waited ${Math.round(giveUpAfterMs / 1_000)} s in vain; it said last:\n${lastLines(child)}`,
      )
    }
    await delay(everyMs)
  }
}

function lastLines(child: Child): string {
  return child.output().split('\n').slice(-20).join('\n')
}

/** Sleeps until nearly `goal` of `count` are done, half of what is left at a time: looks cost what is measured. */
export async function nearly(
  child: Child,
  goal: number,
  count: () => Promise<number>,
  beganMs: number,
): Promise<void> {
  while (child.runs()) {
    const done = await count()
    const leftMs = ((performance.now() - beganMs) * (goal - done)) / Math.max(done, 1)
    if (leftMs < 50) return
    await delay(Math.min(leftMs / 2, 1_000))
  }
}
