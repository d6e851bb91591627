/**
 * What must be true of the tables at every moment, looked at while everything breaks: what heals by
 * itself would not be seen at the end.
 */
import type { Pool } from '../../src/store/pool.ts'
import { firstFrom } from '../simulator/event-log.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { again } from './again.ts'
import { LISTER, type Trickle } from './trickle.ts'

const PASSED = `
  select liste                            as "liste",
         posisjon.neste_sekvensnummer     as "neste",
         array(
           select hendelse.sekvensnummer::text
             from folger.hendelse
            where hendelse.konsument = posisjon.konsument and hendelse.liste = posisjon.liste
              and hendelse.sekvensnummer >= seen.neste
              and hendelse.sekvensnummer < posisjon.neste_sekvensnummer
         )                                as "stored"
    from unnest($1::text[], $2::bigint[]) as seen (liste, neste)
    join folger.posisjon using (liste)`

type Passed = { readonly liste: string; readonly neste: bigint; readonly stored: readonly string[] }

/**
 * P1, P4. Each event is looked for when the posisjon is first seen beyond it. Runs until `signal`
 * aborts.
 */
export async function watchPosisjoner(
  pool: Pool,
  { world }: Simulator,
  { isLate }: Trickle,
  violated: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const seen = new Map(LISTER.map((liste) => [liste, 0n]))

  function look({ liste, neste, stored }: Passed): void {
    const before = seen.get(liste) ?? 0n
    if (neste < before) {
      violated(`P4: the posisjon of ${liste} moved from ${before} back to ${neste}`)
    }
    const { events } = world.list(liste)
    const kept = new Set(stored)
    const lost = events
      .slice(firstFrom(events, before), firstFrom(events, neste))
      .filter(({ sekvensnummer }) => !kept.has(String(sekvensnummer)))
      .filter(({ sekvensnummer }) => !isLate(liste, sekvensnummer))
    if (neste > before && lost.length > 0) {
      violated(`P1: the posisjon of ${liste} is ${neste}, past ${lost.length} events not stored`)
    }
    seen.set(liste, neste)
  }

  await again(signal, async () => {
    const { rows } = await pool.query<Passed>(PASSED, [[...seen.keys()], [...seen.values()]])
    rows.forEach(look)
  })
}

// The newest event is the one that came last: a number that appears late is lower than others.
const STALE = `
  with newest as (
    select distinct on (konsument, liste, identifikator, gjelder_periode)
           konsument, liste, identifikator, gjelder_periode, sekvensnummer
      from folger.hendelse
     where mottatt_at > now() - make_interval(secs => $3)
     order by konsument, liste, identifikator, gjelder_periode, mottatt_at desc, sekvensnummer desc
  )
  select count(*) as "count"
    from newest
    join unnest($1::text[], $2::text[]) as target (liste, oppslag) using (liste)
    left join folger.ventende_oppslag as pending
   using (konsument, oppslag, identifikator, gjelder_periode)
    left join folger.parkert_oppslag as parked
   using (konsument, oppslag, identifikator, gjelder_periode)
    left join skatt.opplysning as stored
   using (konsument, oppslag, identifikator, gjelder_periode)
   where pending.versjon is null and parked.versjon is null
     and (stored.sekvensnummer is null or stored.sekvensnummer < newest.sekvensnummer)`

/**
 * P3, P4. A nøkkel that waits for nothing has an answer to its newest event.
 *
 * @param seconds how far back events are looked at
 * @returns how many nøkler have an older answer, or none
 */
export async function countStale(pool: Pool, { katalog }: Simulator, seconds: number) {
  const targets = LISTER.flatMap((liste) =>
    (katalog.lister.get(liste)?.oppslag ?? []).map((oppslag) => ({ liste, oppslag })),
  )
  const { rows } = await pool.query<{ count: bigint }>(STALE, [
    targets.map(({ liste }) => liste),
    targets.map(({ oppslag }) => oppslag),
    seconds,
  ])
  return Number(rows[0]?.count)
}

const SECONDS_BACK = 10

/** Longer than a process is frozen or a connection is stalled. */
const TRANSACTION_SECONDS = 20

const LEFT_OPEN = `
  select count(*) as "count"
    from pg_stat_activity
   where datname = current_database() and application_name = 'hendelsesfolger'
     and state = 'idle in transaction'
     and state_change < now() - make_interval(secs => $1)`

/** P11. Whoever has gone must not keep others waiting for its locks. Runs until `signal` aborts. */
export async function watchTransactions(
  pool: Pool,
  violated: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  await again(signal, async () => {
    const { rows } = await pool.query<{ count: bigint }>(LEFT_OPEN, [TRANSACTION_SECONDS])
    if (rows[0]?.count === 0n) return
    violated(`P11: a transaction that nobody goes on with is open for ${TRANSACTION_SECONDS} s`)
  })
}

/** Runs until `signal` aborts. */
export async function watchFreshness(
  pool: Pool,
  simulator: Simulator,
  violated: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  await again(signal, async () => {
    const stale = await countStale(pool, simulator, SECONDS_BACK)
    if (stale > 0) violated(`P3: an event came, and ${stale} nøkler neither wait nor answer it`)
  })
}
