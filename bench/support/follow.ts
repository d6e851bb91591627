/**
 * One run of the daemon, from an empty database until it has caught up with a list.
 *
 * The clock starts when the first look-up arrives at the simulator: the daemon's start, its
 * migrations and the first page are other questions. It stops when the list has been read to its
 * end and no nøkkel waits: the last answer is then committed.
 */
import { differencesFromTruth, isCaughtUp } from '../../test/support/truth.ts'
import { startDaemon } from './daemon.ts'
import type { Database, Figure, Server } from './question.ts'
import type { LookUpCalls, Simulated } from './simulated.ts'
import { nearly, seen } from './watch.ts'

export type Run = LookUpCalls & {
  readonly wallMs: number
  /** Rows that are not what they should be. */
  readonly wrong: number
  /** While the clock ran. */
  readonly cpuSeconds: Readonly<Record<'daemon' | 'simulator' | 'postgres', number>>
  readonly peakRssMb: number
}

/** Calls in flight that Skatteetaten allows. */
export const SLOTS = 5

export type FollowOptions = {
  /** What is done to the database before the daemon starts. */
  readonly prepare?: (db: Database) => Promise<void>
  /** Settings of the daemon beside the simulator's. */
  readonly settings?: Readonly<Record<string, string>>
}

/** @throws where the daemon ends before it has caught up, or does not catch up */
export async function follow(
  server: Server,
  simulated: Simulated,
  { prepare, settings = {} }: FollowOptions = {},
): Promise<Run> {
  await using db = await server.database()
  await prepare?.(db)
  await simulated.reset()
  await using daemon = startDaemon({ ...simulated.settings, ...settings, DATABASE_URL: db.url })
  const cpu = async () => ({
    daemon: daemon.cpuSeconds(),
    simulator: simulated.child.cpuSeconds(),
    postgres: await server.cpuSeconds(),
  })
  const calls = async () => (await simulated.lookUps()).calls

  const start = await seen(daemon, async () => (await calls()) > 0)
  const before = await cpu()
  await nearly(daemon, simulated.nokler, calls, start.firstMs)
  const end = await seen(daemon, () => isCaughtUp(db.pool, simulated.twin))
  const after = await cpu()
  const peakRssMb = daemon.peakRssMb()
  await daemon.stop()

  return {
    ...(await simulated.lookUps()),
    wallMs: end.firstMs - start.lastWithoutMs,
    wrong: (await differencesFromTruth(db.pool, simulated.twin, { most: Infinity })).length,
    cpuSeconds: {
      daemon: after.daemon - before.daemon,
      simulator: after.simulator - before.simulator,
      postgres: after.postgres - before.postgres,
    },
    peakRssMb,
  }
}

/** What must hold of a run before its time counts, and the memory that no run may pass. */
export function rightness(of: string, nokler: number, runs: readonly Run[]): readonly Figure[] {
  return [
    {
      what: `${of}: look-ups ÷ those of a perfect follower`,
      values: runs.map(({ calls }) => calls / nokler),
      target: { judged: 'worst', atMost: 1.02 },
      goal: 'calls',
    },
    {
      what: `${of}: most look-ups in flight`,
      values: runs.map(({ highestInFlight }) => highestInFlight),
      target: { judged: 'worst', atMost: SLOTS },
      goal: 'slots',
    },
    {
      what: `${of}: rows unlike the truth`,
      values: runs.map(({ wrong }) => wrong),
      target: { judged: 'worst', atMost: 0 },
      goal: 'right',
    },
    memory(
      of,
      runs.map(({ peakRssMb }) => peakRssMb),
    ),
  ]
}

/** @param peaks in MB */
export function memory(of: string, peaks: readonly number[]): Figure {
  return {
    what: `${of}: most memory of the daemon, MB`,
    values: peaks,
    target: { judged: 'worst', atMost: 150 },
    goal: 'memory',
  }
}
