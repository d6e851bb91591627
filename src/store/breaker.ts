/** The breaker's state of each API, kept over restarts and seen by operators (P8). */
import { type Client, inTransaction, type Pool } from './pool.ts'

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

const ACCEPT = `
  update folger.bryter
     set godtatt_at = coalesce(godtatt_at, now())
   where api = $1`

/** @returns whether the API was stopped, and is accepted now */
export async function acceptDeletions(pool: Pool, api: string): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(ACCEPT, [api])
    if (rowCount === 0) return false
    await audit(client, 'resume', { api, acceptDeletions: true })
    return true
  })
}

const STOPPED = `
  select api as "api"
    from folger.bryter
   where godtatt_at is null
   order by api`

/** The APIs that are stopped and wait for an operator or for the wave's end. */
export async function stoppedApis(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ api: string }>(STOPPED)
  return rows.map(({ api }) => api)
}

const AUDIT = `insert into folger.revisjon (kommando, argumenter) values ($1, $2)`

async function audit(
  client: Client,
  kommando: string,
  argumenter: Readonly<Record<string, unknown>>,
): Promise<void> {
  await client.query(AUDIT, [kommando, JSON.stringify(argumenter)])
}
