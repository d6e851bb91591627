/** What runs for the watch list: wishes of applications are carried out, and who is new is loaded. */
import { sleep } from '../lib/abort.ts'
import type { LeasedLoop } from '../operate/lease-keeper.ts'
import { carryOutWishes } from '../store/wishes.ts'
import { createFirstLoading } from './first-loading.ts'
import { type LoopParts, supervisedLoop } from './supervised.ts'

/** How often it is looked for wishes. */
const EVERY_MS = 1_000

/** Wishes at once: none of them holds a page of events up for long. */
const MOST = 10_000

export function watchLoop(parts: LoopParts): LeasedLoop {
  const { outside, log } = parts
  return supervisedLoop(parts, 'bevaking', async ({ stop, abort }, beat) => {
    const signal = AbortSignal.any([stop, abort])
    const load = createFirstLoading(parts)
    while (!signal.aborted) {
      beat(EVERY_MS)
      const { done, refused } = await carryOutWishes(outside.pool, MOST)
      if (done > 0) log.info({ done }, 'wishes carried out')
      if (refused > 0) log.warn({ refused }, 'wishes that can not be carried out')
      const isLoading = await load()
      if (done + refused < MOST && !isLoading) await sleep(EVERY_MS, signal)
    }
  })
}
