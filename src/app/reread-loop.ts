/** What runs for one hendelsesliste when an operator wants its events read again. */
import { rereadOnOrder } from '../follow/reread.ts'
import type { ExpectedKilde } from '../follow/source.ts'
import type { LeasedLoop } from '../operate/lease-keeper.ts'
import { loadReread, nextStored, queueAgain, waitingAgain } from '../store/rereads.ts'
import { keyOf, readingDeps, targetsOf } from './reading.ts'
import { type LoopParts, supervisedLoop } from './supervised.ts'

/** How many nøkler of one oppslag wait for a re-read at most: some minutes' look-ups. */
const MOST_AGAIN = 20_000

/** Longer than any order waits: each rings. */
const LOOK_FOR_ORDERS_MS = 60_000

export function rereadLoop(parts: LoopParts, kilde: ExpectedKilde): LeasedLoop {
  const { config, outside, bells, orders, log } = parts
  const { pool } = outside
  const key = keyOf(kilde)
  const targets = targetsOf(config, kilde)
  const ids = targets.oppslag.map(({ id }) => id)
  const bell = bells.reread(key.liste, key.konsument)
  return supervisedLoop(parts, `gjenlesing:${key.konsument}:${key.liste}`, (signals, beat) =>
    rereadOnOrder(
      {
        ...readingDeps(parts, kilde),
        load: () => loadReread(pool, key),
        queue: (page) => queueAgain(pool, { ...key, ...targets, ...page }),
        nextStored: (above) => nextStored(pool, key, above),
        isFull: async () =>
          (await waitingAgain(pool, key.konsument, ids, MOST_AGAIN)) >= MOST_AGAIN,
        isPaused: () => orders.isPaused('liste', key.liste, key.konsument),
        nextOrder: async (signal) => {
          beat(LOOK_FOR_ORDERS_MS)
          await bell.wait(LOOK_FOR_ORDERS_MS, signal)
        },
        beat,
        log,
      },
      key,
      AbortSignal.any([signals.stop, signals.abort]),
    ),
  )
}
