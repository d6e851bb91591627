/**
 * Leases: who may run a loop now, by the database's clock.
 *
 * They keep the calls in flight at five over all replicas (P6). That nothing is lost or overwritten
 * does not hang on them: store-page.ts and settle.ts see to that whoever runs.
 */
import type { Pool } from './pool.ts'

// One statement for all of a replica's leases: those it holds are renewed, those that are free or
// have run out are taken. In name order, so that two replicas can't deadlock.
const KEEP = `
  insert into folger.leie as lease (navn, innehaver, utloper_at)
  select navn, $2, clock_timestamp() + make_interval(secs => $3 / 1000.0)
    from unnest($1::text[]) as navn
   order by navn
      on conflict (navn) do update
     set innehaver  = excluded.innehaver,
         epoke      = lease.epoke + (lease.innehaver <> excluded.innehaver)::int,
         utloper_at = excluded.utloper_at
   where lease.innehaver = excluded.innehaver
      or lease.utloper_at < clock_timestamp()
  returning navn as "navn"`

/**
 * Renews and takes what can be had of `names`.
 *
 * @param holder this replica, different at each start
 * @returns the leases held for `lengthMs` milliseconds from when the call began
 */
export async function keepLeases(
  pool: Pool,
  names: readonly string[],
  holder: string,
  lengthMs: number,
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ navn: string }>(KEEP, [names, holder, lengthMs])
  return new Set(rows.map(({ navn }) => navn))
}

// The row stays: its epoke goes on growing.
const RELEASE = `
  update folger.leie
     set utloper_at = '-infinity'
   where navn = any ($1::text[]) and innehaver = $2`

/** Gives leases back at once, so that a standby need not wait for their end. */
export async function releaseLeases(
  pool: Pool,
  names: readonly string[],
  holder: string,
): Promise<void> {
  await pool.query(RELEASE, [names, holder])
}
