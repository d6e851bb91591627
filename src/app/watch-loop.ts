/** What runs for the watch list: wishes of applications are carried out. */
import { sleep } from '../lib/abort.ts'
import type { LeasedLoop } from '../operate/lease-keeper.ts'
import { carryOutWishes } from '../store/wishes.ts'
import { type LoopParts, supervisedLoop } from './supervised.ts'

/** How often it is looked for wishes. */
const EVERY_MS = 1_000

/** Wishes at once: none of them holds a page of events up for long. */
const MOST = 10_000

export function watchLoop(parts: LoopParts): LeasedLoop {
  const { outside, log } = parts
  return supervisedLoop(parts, 'bevaking', async ({ stop, abort }, beat) => {
    const signal = AbortSignal.any([stop, abort])
    while (!signal.aborted) {
      beat(EVERY_MS)
      const { done, refused } = await carryOutWishes(outside.pool, MOST)
      if (done > 0) log.info({ done }, 'wishes carried out')
      if (refused > 0) log.warn({ refused }, 'wishes that can not be carried out')
      if (done + refused < MOST) await sleep(EVERY_MS, signal)
    }
  })
}
