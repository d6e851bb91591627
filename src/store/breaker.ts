/** The breaker's state of each API and konsument, kept over restarts and seen by operators (P8). */
import type { Pool } from './pool.ts'

export type StoredBreaker = 'tripped' | 'accepted'

const LOAD = `
  select konsument              as "konsument",
         godtatt_at is not null as "accepted"
    from folger.bryter
   where api = $1`

/** @returns by konsument; who is not there has a closed one */
export async function loadBreakers(
  pool: Pool,
  api: string,
): Promise<ReadonlyMap<string, StoredBreaker>> {
  const { rows } = await pool.query<{ konsument: string; accepted: boolean }>(LOAD, [api])
  return new Map(
    rows.map(({ konsument, accepted }) => [konsument, accepted ? 'accepted' : 'tripped']),
  )
}

const TRIP = `
  insert into folger.bryter (api, konsument)
  values ($1, $2)
      on conflict (api, konsument) do nothing`

const CLOSE = `delete from folger.bryter where api = $1 and konsument = $2`

export async function saveBreaker(
  pool: Pool,
  api: string,
  konsument: string,
  state: 'closed' | 'tripped',
): Promise<void> {
  await pool.query(state === 'tripped' ? TRIP : CLOSE, [api, konsument])
}
