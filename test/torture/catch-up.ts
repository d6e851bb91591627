/** When the faults are over: waits until everything that was served is stored and looked up. */
import { sleep } from '../../src/lib/abort.ts'
import type { Pool } from '../../src/store/pool.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { isCaughtUp } from '../support/truth.ts'
import { countOf } from '../support/rows.ts'
import { LISTER } from './trickle.ts'

const EVERY_MS = 250

// A nøkkel that met a fault is put off for up to hours. The torture does not wait for that: it
// makes those that are put off due now. Nothing else of the daemon's state is touched.
const HURRY = `
  update folger.ventende_oppslag
     set forfall_at = now()
   where ctid = any (array(
     select ctid
       from folger.ventende_oppslag
      where forfall_at > now()
        for update skip locked))`

const LEFT = `
  select (select count(*) from folger.hendelse)         as "hendelser",
         (select count(*) from folger.ventende_oppslag) as "ventende",
         (select string_agg(liste || ' ' || tilstand, ', ') from folger.posisjon) as "lister"`

/** @returns null when caught up; else, when nothing has happened for `patienceMs`, what is left */
export async function catchUp(
  pool: Pool,
  simulator: Simulator,
  patienceMs: number,
  signal: AbortSignal,
): Promise<string | null> {
  let left = ''
  let changedAt = performance.now()
  while (!signal.aborted) {
    const now = await step(pool, simulator).catch((error: unknown) => String(error))
    if (now === null) return null
    if (now !== left) {
      left = now
      changedAt = performance.now()
    }
    if (performance.now() - changedAt > patienceMs) break
    await sleep(EVERY_MS, signal)
  }
  return left
}

/** @returns null when caught up, else how far */
async function step(pool: Pool, simulator: Simulator): Promise<string | null> {
  await pool.query(HURRY)
  const isStored = (await countOf(pool, 'folger.hendelse')) >= eventsServed(simulator)
  if (isStored && (await isCaughtUp(pool, simulator))) return null
  const { rows } = await pool.query<{ hendelser: bigint; ventende: bigint; lister: string }>(LEFT)
  const { hendelser, ventende, lister } = rows[0] ?? {}
  return `${hendelser} of ${eventsServed(simulator)} events stored, ${ventende} nøkler wait (${lister})`
}

export function eventsServed({ world }: Simulator): number {
  return LISTER.reduce((sum, liste) => sum + world.list(liste).events.length, 0)
}
