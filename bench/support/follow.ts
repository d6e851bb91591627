/**
 * One run of the daemon, from an empty database until it has caught up with a list.
 *
 * The clock starts when the first look-up arrives at the simulator: the daemon's start, its
 * migrations and the first page are other questions. It stops when the list has been read to its
 * end and no nøkkel waits: the last answer is then committed. Both are looked for from outside, and
 * what a look comes too early or too late makes the run longer, never shorter.
 */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { differencesFromTruth, isCaughtUp } from '../../test/support/truth.ts'
import { type Child, startChild } from './child.ts'
import type { Database, Figure, Server } from './question.ts'
import type { LookUpCalls, Simulated } from './simulated.ts'

export type Run = LookUpCalls & {
  readonly wallMs: number
  /** Rows that are not what they should be. */
  readonly wrong: number
  /** While the clock ran. */
  readonly cpuSeconds: Readonly<Record<'daemon' | 'simulator' | 'postgres', number>>
  readonly peakRssMiB: number
}

/** Calls in flight that Skatteetaten allows. */
export const SLOTS = 5

const MAIN = join(import.meta.dirname, '../../src/main.ts')
const GIVE_UP_AFTER_MS = 600_000

/**
 * @param prepare the database, before the daemon starts
 * @throws where the daemon ends before it has caught up, or does not catch up
 */
export async function follow(
  server: Server,
  simulated: Simulated,
  prepare?: (db: Database) => Promise<void>,
): Promise<Run> {
  await using db = await server.database()
  await prepare?.(db)
  await simulated.reset()
  await using daemon = startChild({
    script: MAIN,
    env: { ...simulated.settings, DATABASE_URL: db.url, PORT: '0' },
  })
  const cpu = async () => ({
    daemon: daemon.cpuSeconds(),
    simulator: simulated.child.cpuSeconds(),
    postgres: await server.cpuSeconds(),
  })

  const start = await seen(daemon, async () => (await simulated.lookUps()).calls > 0)
  const before = await cpu()
  await nearTheEnd(daemon, simulated, start.firstMs)
  const end = await seen(daemon, () => isCaughtUp(db.pool, simulated.twin))
  const after = await cpu()
  const peakRssMiB = daemon.peakRssMiB()
  await daemon.stop()

  return {
    ...(await simulated.lookUps()),
    wallMs: end.firstMs - start.lastWithoutMs,
    wrong: (await differencesFromTruth(db.pool, simulated.twin, Infinity)).length,
    cpuSeconds: {
      daemon: after.daemon - before.daemon,
      simulator: after.simulator - before.simulator,
      postgres: after.postgres - before.postgres,
    },
    peakRssMiB,
  }
}

/** What must hold of a run before its time counts. */
export function rightness(of: string, nokler: number, runs: readonly Run[]): readonly Figure[] {
  return [
    {
      what: `${of}: look-ups ÷ those of a perfect follower`,
      values: runs.map(({ calls }) => calls / nokler),
      target: { judged: 'worst', atMost: 1.02 },
    },
    {
      what: `${of}: most look-ups in flight`,
      values: runs.map(({ highestInFlight }) => highestInFlight),
      target: { judged: 'worst', atMost: SLOTS },
    },
    {
      what: `${of}: rows unlike the truth`,
      values: runs.map(({ wrong }) => wrong),
      target: { judged: 'worst', atMost: 0 },
    },
  ]
}

/** Sleeps until nearly all nøkler have been asked for, half of what is left at a time: looks cost what is measured. */
async function nearTheEnd(
  daemon: Child,
  { nokler, lookUps }: Simulated,
  beganMs: number,
): Promise<void> {
  for (;;) {
    const { calls } = await lookUps()
    const leftMs = ((performance.now() - beganMs) * (nokler - calls)) / calls
    if (leftMs < 50) return
    await lookAgain(daemon, beganMs, Math.min(leftMs / 2, 1_000))
  }
}

/** When the first look that saw it was over, and when the last one that did not began, in milliseconds. */
type Seen = { readonly firstMs: number; readonly lastWithoutMs: number }

async function seen(daemon: Child, holds: () => Promise<boolean>): Promise<Seen> {
  const beganMs = performance.now()
  let lastWithoutMs = beganMs
  for (;;) {
    const askedMs = performance.now()
    if (await holds()) return { firstMs: performance.now(), lastWithoutMs }
    lastWithoutMs = askedMs
    await lookAgain(daemon, beganMs, 2)
  }
}

async function lookAgain(daemon: Child, beganMs: number, inMs: number): Promise<void> {
  if (!daemon.runs() || performance.now() - beganMs > GIVE_UP_AFTER_MS) {
    throw new Error(`the daemon did not catch up:\n${daemon.output()}`)
  }
  await delay(inMs)
}
