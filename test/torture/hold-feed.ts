/** Transactions that stay open for seconds, as other programs on the server have them. */
import { sleep } from '../../src/lib/abort.ts'
import type { Pool } from '../../src/store/pool.ts'
import { createRandom, hash, integer } from '../simulator/random.ts'
import { again } from './again.ts'

export type Held = {
  times: number
  /** By how much the feed was late at most, as skatt.ferskhet says, in milliseconds. */
  latestMs: number
}

const LATE = `
  select extract(epoch from now() - siden_at) * 1000 as "lateMs",
         pid                                         as "pid"
    from skatt.holdt_tilbake`

const LOOK_EVERY_MS = 250

/** P9: the feed is late, and says so and why. Runs until `signal` aborts. */
export async function holdFeed(
  pool: Pool,
  seed: number,
  held: Held,
  violated: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const random = createRandom(hash(`${seed} holding`))
  await again(signal, async () => {
    await sleep(integer(random, 500, 4_000), signal)
    if (signal.aborted) return
    const until = performance.now() + integer(random, 1_000, 4_000)
    const client = await pool.connect()
    try {
      await client.query('begin')
      await client.query('select pg_current_xact_id()')
      held.times += 1
      while (performance.now() < until && !signal.aborted) {
        await sleep(LOOK_EVERY_MS, signal)
        const { rows } = await pool.query<{ lateMs: string; pid: number | null }>(LATE)
        const [late] = rows
        if (late === undefined) continue
        held.latestMs = Math.max(held.latestMs, Number(late.lateMs))
        if (late.pid === null) violated('P9: the feed is late, and nobody is said to hold it up')
      }
      await client.query('rollback')
      client.release()
    } catch (error) {
      client.release(true)
      throw error
    }
  })
}
