/**
 * One run of one contender: a process that follows the list of a simulator of its own, while more
 * events come in about nøkler that it has just looked up, has in flight or is about to look up.
 *
 * The clock runs from the first page asked for until the tables hold what is true, or, where they
 * never do, until nothing has happened for a while.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from '../../src/store/pool.ts'
import { differencesFromTruth } from '../../test/support/truth.ts'
import { bareLoop } from './bare.ts'
import type { Child } from './child.ts'
import { createGrowth } from './growing.ts'
import type { Server } from './question.ts'
import { makeSchema } from './schema.ts'
import { LISTE, OPPSLAG, type Simulated, startSimulated } from './simulated.ts'
import { walPosition } from './wal.ts'
import { seen } from './watch.ts'

export type Contender = {
  readonly name: string
  readonly start: (databaseUrl: string, simulated: Simulated) => Promise<Child>
}

export type Course = { readonly hendelser: number; readonly latensMs: number }

export type Result = {
  readonly nokler: number
  /** Whether the tables were right in the end. */
  readonly isRight: boolean
  readonly lost: number
  readonly stale: number
  readonly wallMs: number
  /** Those of five slots without a pause between them, with the latency that a caller sees. */
  readonly boundMs: number
  readonly calls: number
  readonly withoutNews: number
  readonly highestInFlight: number
  readonly cpuSeconds: number
  readonly postgresCpuSeconds: number
  readonly peakRssMb: number
  readonly walBytes: number
  /** Row versions that were written and then replaced or deleted. */
  readonly deadRows: number
}

/** Enough to compile the simulator's way, and for a mean. */
const WARM_UP_CALLS = 1_000

/** No call for so long, and the tables are still wrong: then they stay so. */
const SILENCE_MS = 10_000

export async function run(server: Server, { start }: Contender, course: Course): Promise<Result> {
  await using simulated = await startSimulated(course)
  const { callMs } = await bareLoop(simulated, Math.min(WARM_UP_CALLS, simulated.nokler))
  await using db = await server.database()
  // Everybody writes to our tables, made before the clock starts.
  await makeSchema(db)
  await simulated.reset()

  let walBefore: number
  let ended: Ending
  let cpuSeconds: Pick<Result, 'cpuSeconds' | 'postgresCpuSeconds'>
  let peakRssMb: number
  {
    await using child = await start(db.url, simulated)
    const cpu = async () => ({ own: child.cpuSeconds(), postgres: await server.cpuSeconds() })
    const first = await seen(child, async () => (await simulated.callsTo(listHost(simulated))) > 0)
    // What a library does to set itself up is not the work.
    await db.pool.query('select pg_stat_reset()')
    walBefore = await walPosition(db.pool)
    const before = await cpu()
    ended = await untilRight(db.pool, simulated, child, first.lastWithoutMs)
    const after = await cpu()
    cpuSeconds = {
      cpuSeconds: after.own - before.own,
      postgresCpuSeconds: after.postgres - before.postgres,
    }
    peakRssMb = child.peakRssMb()
  }
  const differences = await differencesFromTruth(db.pool, simulated.twin, { most: Infinity })
  const lost = differences.filter((difference) => difference.endsWith('is not stored')).length
  const calls = await simulated.lookUps()
  return {
    nokler: [...simulated.twin.truth(OPPSLAG)].length,
    isRight: differences.length === 0,
    lost,
    stale: differences.filter((difference) => / versjon \d+: /.test(difference)).length - lost,
    wallMs: ended.atMs - ended.beganMs,
    boundMs: ((calls.calls - calls.withoutNews) * callMs) / 5,
    ...calls,
    ...cpuSeconds,
    peakRssMb,
    walBytes: (await walPosition(db.pool)) - walBefore,
    deadRows: await deadRows(db.pool),
  }
}

function listHost({ twin }: Simulated): string {
  return twin.katalog.lister.get(LISTE)?.vert ?? ''
}

type Ending = { readonly beganMs: number; readonly atMs: number }

async function untilRight(
  pool: Pool,
  simulated: Simulated,
  child: Child,
  beganMs: number,
): Promise<Ending> {
  const growth = createGrowth(simulated)
  let calls = 0
  let lastCallMs = performance.now()
  for (;;) {
    const now = await simulated.lookUps()
    const at = performance.now()
    if (now.calls !== calls) lastCallMs = at
    const isQuiet = now.calls === calls
    calls = now.calls
    await growth.at(calls)
    if (isQuiet && growth.isOver() && (await looksRight(pool, simulated))) {
      return { beganMs, atMs: performance.now() }
    }
    // Its end is a result too: some libraries stop at a deadlock.
    if (at - lastCallMs > SILENCE_MS || !child.runs()) return { beganMs, atMs: lastCallMs }
    await delay(5)
  }
}

// Not the whole truth, which takes longer to compare: how many rows there are, and the sum of the
// versions that the answers carry.
const FINGERPRINT = `
  select count(*)::int                                           as "rows",
         coalesce(sum((data ->> 'simulatorVersjon')::int), 0)::int as "versjoner"
    from skatt.opplysning`

async function looksRight(pool: Pool, { twin }: Simulated): Promise<boolean> {
  const { rows } = await pool.query<{ rows: number; versjoner: number }>(FINGERPRINT)
  const truth = [...twin.truth(OPPSLAG)]
  const versjoner = truth
    .filter(({ data }) => data !== null)
    .reduce((sum, { versjon }) => sum + versjon, 0)
  return rows[0]?.rows === truth.length && rows[0].versjoner === versjoner
}

async function deadRows(pool: Pool): Promise<number> {
  // A backend tells what it did when it ends, and it ends when it sees that its client has.
  for (;;) {
    const { rows } = await pool.query<{ backends: number }>(
      `select count(*)::int as "backends"
         from pg_stat_activity
        where datname = current_database() and backend_type = 'client backend'`,
    )
    if ((rows[0]?.backends ?? 0) <= pool.totalCount) break
    await delay(20)
  }
  const { rows } = await pool.query<{ dead: number }>(
    `select coalesce(sum(n_tup_upd + n_tup_del), 0)::int as "dead" from pg_stat_user_tables`,
  )
  return rows[0]?.dead ?? Number.NaN
}
