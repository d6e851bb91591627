/** Watches the daemon: until it has caught up, then for as long as one likes. */
import { sleep } from '../../src/lib/abort.ts'
import { isCaughtUp } from '../support/truth.ts'
import { type Counts, readCounts } from './counts.ts'
import { LISTER, type Stage } from './stage.ts'
import { count } from '../../src/lib/text-table.ts'
import { counted } from './table.ts'
import type { Terminal } from './terminal.ts'

const LOOK_EVERY_MS = 150

/** A daemon that has moved nothing for this long is stuck. */
const STUCK_MS = 60_000

const NEW_PER_SECOND = 4
const TELL_EVERY_SECONDS = 3

/** @throws when the tables stop moving before all events are read and nothing waits, or at `over` */
export async function untilCaughtUp(
  { pool, simulator }: Stage,
  { progress, endProgress }: Terminal,
  over: AbortSignal,
): Promise<void> {
  let line = ''
  let movedAt = performance.now()
  try {
    for (;;) {
      over.throwIfAborted()
      const counts = await readCounts(pool)
      const seen = progressLine(counts)
      if (seen !== line) movedAt = performance.now()
      line = seen
      progress(line)

      const published = LISTER.reduce((sum, id) => sum + simulator.world.list(id).events.length, 0)
      if (counts.hendelser === BigInt(published) && (await isCaughtUp(pool, simulator))) return
      if (performance.now() - movedAt > STUCK_MS) {
        throw new Error(`nothing has moved for ${STUCK_MS / 1_000} seconds`)
      }
      await sleep(LOOK_EVERY_MS, over)
    }
  } finally {
    endProgress()
  }
}

function progressLine({ hendelser, ventende, oppslag }: Counts): string {
  return (
    `  ${count(hendelser).padStart(6)} events read` +
    `  ${count(ventende).padStart(6)} nøkler waiting` +
    `  ${count(oppslag).padStart(6)} looked up`
  )
}

/**
 * A few new events each second, and now and then what they have changed.
 *
 * @throws the reason of `over`: nothing else ends it
 */
export async function keepFollowing(
  { pool, addMore }: Stage,
  { say }: Terminal,
  over: AbortSignal,
): Promise<void> {
  let before = await readCounts(pool)
  for (let second = 1; ; second += 1) {
    addMore(NEW_PER_SECOND)
    await sleep(1_000, over)
    over.throwIfAborted()
    if (second % TELL_EVERY_SECONDS !== 0) continue
    const now = await readCounts(pool)
    say(`  ${new Date().toTimeString().slice(0, 8)}  ${changes(before, now)}`)
    before = now
  }
}

function changes(before: Counts, now: Counts): string {
  const endringer = (['ny', 'endret', 'slettet'] as const)
    .filter((type) => now[type] > before[type])
    .map((type) => `${now[type] - before[type]} ${type}`)
  return [
    `${counted(now.hendelser - before.hendelser, 'event')} read`,
    `${now.oppslag - before.oppslag} looked up`,
    `endringer: ${endringer.join(', ') || 'none'}`,
  ].join(', ')
}
