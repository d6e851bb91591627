/**
 * Settle: answers become opplysninger and endringer, and the nøkler they answer stop waiting.
 *
 * in:   answers and faults from resolve/
 * out:  rows of skatt.opplysning and skatt.endring for those who query
 *
 * Promises that hold here and in store-answers.ts, all by being one transaction:
 *   P3. A nøkkel stops waiting only if no event has touched it since its look-up began.
 *   P4. An answer never replaces one of a higher versjon, and counts only while its nøkkel waits.
 *   P7. A deletion empties the data and writes the tombstone and the endring together.
 *   P8. "No data" where there was data empties nothing until it has been answered twice.
 *   P9. An endring is written when the content changed, and only then.
 *   P10. A value that Postgres refuses parks its own nøkkel and no other.
 */
import { Fault } from '../domain/errors.ts'
import type { Nokkel, VentendeOppslag } from '../domain/nokkel.ts'
import type { Opplysningssvar, Svar } from '../domain/svar.ts'
import { countLookUps } from './look-up-log.ts'
import { nokkelColumns } from './nokkel-columns.ts'
import { BY_INDEX, type Client, inTransaction, type Pool } from './pool.ts'
import { park, type Parking, putOff, type PuttingOff } from './put-off.ts'
import { isDataFault } from './sqlstate.ts'
import { NOTHING_SETTLED, type Settled, storeAnswers } from './store-answers.ts'

/** How one look-up ended: answered, to be asked again later, or to be set aside. */
export type Settlement<Its extends Svar = Opplysningssvar> = Ended<Its> & {
  /** Milliseconds that the call took; for estimates alone. */
  readonly tookMs?: number
}

type Ended<Its extends Svar> =
  | { readonly kind: 'answered'; readonly nokkel: VentendeOppslag; readonly svar: Its }
  | ({ readonly kind: 'put off' } & PuttingOff)
  | ({ readonly kind: 'parked' } & Parking)

export type CallMade = {
  readonly nokkel: VentendeOppslag
  /** An answer's kind or a fault's code. */
  readonly utfall: string
  readonly tookMs?: number | undefined
}

/** What each settlement says of its call, for counting. */
export function callsOf(batch: readonly Settlement<Svar>[]): readonly CallMade[] {
  return batch.map((settlement) => ({
    nokkel: settlement.nokkel,
    utfall: settlement.kind === 'answered' ? settlement.svar.kind : settlement.fault.code,
    tookMs: settlement.tookMs,
  }))
}

// Whoever settles a nøkkel holds its waiting row from here on, so that the statements after this
// one see what others committed before. In key order, as everywhere (no deadlocks).
const LOCK_PENDING = `
  select count(*)::int as "held"
    from (
      select 1
        from folger.ventende_oppslag as pending
        join unnest($1::text[], $2::text[], $3::text[], $4::text[])
          as settled (konsument, oppslag, identifikator, gjelder_periode)
       using (konsument, oppslag, identifikator, gjelder_periode)
       order by pending.konsument, pending.oppslag, pending.identifikator, pending.gjelder_periode
         for update of pending
    ) as held`

/** @returns how many of them wait */
export async function lockPending(client: Client, nokler: readonly Nokkel[]): Promise<number> {
  const { rows } = await client.query<{ held: number }>(LOCK_PENDING, nokkelColumns(nokler))
  return rows[0]?.held ?? 0
}

/**
 * @param bekreftEtterMs milliseconds before "no data" about data that we hold is asked again
 * @param historikk whether what is replaced is kept in skatt.opplysning_historikk
 */
export async function settle(
  pool: Pool,
  batch: readonly Settlement[],
  bekreftEtterMs: number,
  historikk = false,
): Promise<Settled> {
  try {
    return await inTransaction(
      pool,
      (client) => settleTogether(client, batch, bekreftEtterMs, historikk),
      BY_INDEX,
    )
  } catch (error) {
    if (!isDataFault(error)) throw error
    return settleSingly(pool, batch, bekreftEtterMs, historikk)
  }
}

/** Postgres refused a value: finds the answer that holds it and parks that nøkkel alone (P10). */
async function settleSingly(
  pool: Pool,
  batch: readonly Settlement[],
  bekreftEtterMs: number,
  historikk: boolean,
): Promise<Settled> {
  const [first, ...others] = batch
  if (first === undefined) return NOTHING_SETTLED
  if (others.length === 0) {
    const fault = new Fault('UNSTORABLE', 'Postgres can not store the answer as jsonb')
    const parked: Settlement = { kind: 'parked', nokkel: first.nokkel, fault }
    return inTransaction(pool, (client) =>
      settleTogether(client, [parked], bekreftEtterMs, historikk),
    )
  }
  const one = await settle(pool, [first], bekreftEtterMs, historikk)
  return add(one, await settle(pool, others, bekreftEtterMs, historikk))
}

async function settleTogether(
  client: Client,
  batch: readonly Settlement[],
  bekreftEtterMs: number,
  historikk: boolean,
): Promise<Settled> {
  const nokler = batch.map(({ nokkel }) => nokkel)
  await lockPending(client, nokler)

  const answered = batch.filter((settlement) => settlement.kind === 'answered')
  const settled = await storeAnswers(client, answered, bekreftEtterMs, historikk)
  await putOff(
    client,
    batch.filter((settlement) => settlement.kind === 'put off'),
  )
  await park(
    client,
    batch.filter((settlement) => settlement.kind === 'parked'),
  )
  await countLookUps(client, callsOf(batch))
  return settled
}

function add(a: Settled, b: Settled): Settled {
  return {
    ny: a.ny + b.ny,
    endret: a.endret + b.endret,
    slettet: a.slettet + b.slettet,
    uendret: a.uendret + b.uendret,
    ubekreftet: a.ubekreftet + b.ubekreftet,
  }
}
