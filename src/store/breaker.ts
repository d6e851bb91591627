/** The breaker's state of each API, kept over restarts and seen by operators (P8). */
import type { Pool } from './pool.ts'

export type StoredBreaker = 'closed' | 'tripped' | 'accepted'

const LOAD = `
  select godtatt_at is not null as "accepted"
    from folger.bryter
   where api = $1`

export async function loadBreaker(pool: Pool, api: string): Promise<StoredBreaker> {
  const { rows } = await pool.query<{ accepted: boolean }>(LOAD, [api])
  if (rows[0] === undefined) return 'closed'
  return rows[0].accepted ? 'accepted' : 'tripped'
}

const TRIP = `insert into folger.bryter (api) values ($1) on conflict (api) do nothing`
const CLOSE = `delete from folger.bryter where api = $1`

export async function saveBreaker(
  pool: Pool,
  api: string,
  state: 'closed' | 'tripped',
): Promise<void> {
  await pool.query(state === 'tripped' ? TRIP : CLOSE, [api])
}
