/** Crashes of Postgres, and connections that it terminates. */
import { sleep } from '../../src/lib/abort.ts'
import { createRandom, hash, integer } from '../simulator/random.ts'
import type { Broken } from './break.ts'
import type { Options } from './options.ts'
import { crashes, terminations } from './plan.ts'
import type { Stage } from './stage.ts'

/** Runs until all crashes are done, or `signal` aborts; then Postgres is up. */
export async function crashPostgres(
  { postgres, pool }: Stage,
  { seed, postgresCrashes }: Options,
  broken: Broken,
  signal: AbortSignal,
): Promise<void> {
  if (postgres === undefined) return
  const random = createRandom(hash(`${seed} backends`))
  for (const { waitMs, kind } of crashes(seed)) {
    if (broken.crashes >= postgresCrashes) return
    await sleep(waitMs, signal)
    if (signal.aborted) return
    switch (kind) {
      case 'immediate shutdown':
        await postgres.kill()
        await postgres.restart()
        break
      case 'killed backend': {
        // The server takes all its connections down with one that dies so, and recovers.
        const backends = await backendsOf(pool)
        const backend = backends[integer(random, 0, backends.length - 1)]
        if (backend === undefined) continue
        process.kill(backend, 'SIGKILL')
      }
    }
    broken.crashes += 1
  }
}

const TERMINATE = `select pg_terminate_backend(pid) from unnest($1::int[]) as pid`

/** Runs until `signal` aborts. */
export async function terminateConnections(
  { pool }: Stage,
  { seed }: Options,
  broken: Broken,
  signal: AbortSignal,
): Promise<void> {
  const random = createRandom(hash(`${seed} unlucky connections`))
  for (const { waitMs, share } of terminations(seed)) {
    await sleep(waitMs, signal)
    if (signal.aborted) return
    const unlucky = (await backendsOf(pool)).filter(() => random() < share)
    broken.terminated += unlucky.length
    await pool.query(TERMINATE, [unlucky]).catch(() => undefined)
  }
}

const BACKENDS = `
  select pid as "pid"
    from pg_stat_activity
   where datname = current_database() and application_name = 'hendelsesfolger'
   order by pid`

/** The daemons' connections; none while Postgres is away. */
async function backendsOf(pool: Stage['pool']): Promise<readonly number[]> {
  const found = await pool.query<{ pid: number }>(BACKENDS).catch(() => undefined)
  return found?.rows.map(({ pid }) => pid) ?? []
}
