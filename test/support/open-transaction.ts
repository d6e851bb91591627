/** A transaction that a test holds open, so that what waits for it certainly overlaps with it. */
import type { PoolClient } from 'pg'
import type { Pool } from '../../src/store/pool.ts'
import { countOf } from './rows.ts'
import { until } from './until.ts'

export type OpenTransaction = AsyncDisposable & {
  readonly client: PoolClient
  readonly commit: () => Promise<void>
}

export async function openTransaction(pool: Pool): Promise<OpenTransaction> {
  const client = await pool.connect()
  await client.query('begin')
  return {
    client,
    commit: async () => void (await client.query('commit')),
    async [Symbol.asyncDispose]() {
      await client.query('rollback')
      client.release()
    },
  }
}

/** Resolves when a statement in this database waits for another's transaction, or `work` has ended. */
export async function waitsOrEnds(pool: Pool, work: Promise<unknown>): Promise<void> {
  let hasEnded = false
  const note = (): void => {
    hasEnded = true
  }
  work.then(note, note)
  await until(async () => {
    const blocked = `datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`
    return hasEnded || (await countOf(pool, `pg_stat_activity where ${blocked}`)) > 0
  })
}
