/** The reader of the list that the queue pipelines have: page -> jobs and posisjon in one transaction. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { type Event, inTransaction, READ_EVERY_MS, readPage } from './work.ts'

const SCHEMA = `
  create schema peer;
  create table peer.posisjon (neste bigint not null);
  insert into peer.posisjon (neste) values (1);`

export async function createPosisjon(pool: Pool): Promise<void> {
  await pool.query(SCHEMA)
}

export async function loadPosisjon(client: Pick<Pool, 'query'>): Promise<number> {
  const { rows } = await client.query<{ neste: string }>(
    'select neste as "neste" from peer.posisjon',
  )
  return Number(rows[0]?.neste)
}

export async function savePosisjon(client: Pick<Pool, 'query'>, neste: number): Promise<void> {
  await client.query('update peer.posisjon set neste = $1', [neste])
}

/** Reads for ever. @param enqueue makes jobs of a page, in the transaction that moves the posisjon */
export async function readAll(
  pool: Pool,
  enqueue: (client: PoolClient, events: readonly Event[]) => Promise<void>,
): Promise<never> {
  for (;;) {
    const events = await readPage(await loadPosisjon(pool))
    const last = events.at(-1)
    if (last === undefined) {
      await delay(READ_EVERY_MS)
      continue
    }
    await inTransaction(pool, async (client) => {
      await enqueue(client, events)
      await savePosisjon(client, last.sekvensnummer + 1)
    })
  }
}
