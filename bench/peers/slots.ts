/**
 * What a queue library's user writes to get the most of it: five look-ups in flight at all times,
 * and answers stored many at a time beside them.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { type Answer, lookUp, SLOTS, type Task } from './work.ts'

/** Between two writes, in milliseconds. */
const GATHER_MS = 10

export type Gathering<Item, Result> = {
  /** Resolves when it has been handled, with what came meanwhile. */
  readonly add: (item: Item) => Promise<Result>
  /** How many wait. */
  readonly size: () => number
}

/** @param handle one call at a time; a result for each item, in order */
export function gather<Item, Result>(
  handle: (items: readonly Item[]) => Promise<readonly Result[]>,
): Gathering<Item, Result> {
  type Waiting = { readonly item: Item; readonly settled: PromiseWithResolvers<Result> }
  let waiting: Waiting[] = []
  let isRunning = false

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      await delay(GATHER_MS)
      const batch = waiting
      waiting = []
      try {
        const results = await handle(batch.map(({ item }) => item))
        for (const [place, result] of results.entries()) batch[place]?.settled.resolve(result)
      } catch (error) {
        for (const { settled } of batch) settled.reject(error)
      }
    }
    isRunning = false
  }

  return {
    add(item) {
      const settled = Promise.withResolvers<Result>()
      waiting.push({ item, settled })
      if (!isRunning) void run()
      return settled.promise
    },
    size: () => waiting.length,
  }
}

/** The five slots, for tasks that come one at a time. */
export function createSlots(): (task: Task) => Promise<Answer> {
  const queue: (() => void)[] = []
  let free = SLOTS
  return async (task) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => queue.push(resolve))
    try {
      return { ...task, data: await lookUp(task) }
    } finally {
      const next = queue.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}
