/**
 * The newest income year of a person, when it has been answered: it is looked up in the oppslag that
 * have years, if that has not been done.
 *
 * Promises that hold here, all by being one transaction with the waiting row:
 *   P5. Each look-up has its reason, bevaking; who has been taken off the list meanwhile is not looked up.
 *   P11. The year waits, or the question for it does: nothing is in between.
 */
import type { Sistesvar } from '../domain/svar.ts'
import { countLookUps } from './look-up-log.ts'
import { nokkelColumns } from './nokkel-columns.ts'
import { BY_INDEX, inTransaction, type Pool } from './pool.ts'
import { queueUnknown } from './queue-unknown.ts'
import { callsOf, type Settlement } from './settle.ts'
import { HOLD, LOCK_OPPSLAG } from './watch-list.ts'

export type SisteAnswer = Extract<Settlement<Sistesvar>, { kind: 'answered' }>

const FOLLOW = `
  with answer as (
    select pending.*, answered.aar, pending.versjon = answered.versjon as is_settled
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[])
        as answered (konsument, oppslag, identifikator, gjelder_periode, versjon, aar)
      join folger.ventende_oppslag as pending
     using (konsument, oppslag, identifikator, gjelder_periode)
  ),
  wanted as (
    select answer.konsument, yearly.oppslag, answer.identifikator,
           answer.aar as gjelder_periode, answer.prioritet
      from answer
      cross join unnest($7::text[]) as yearly (oppslag)
     where answer.aar is not null
       and folger.er_bevaket(answer.konsument, answer.identifikator, answer.aar)
  ),${queueUnknown('$7')},
  settled as (
    delete from folger.ventende_oppslag as pending
     using answer
     where answer.is_settled
       and (pending.konsument, pending.oppslag, pending.identifikator, pending.gjelder_periode)
         = (answer.konsument, answer.oppslag, answer.identifikator, answer.gjelder_periode)
  ),
  unparked as (
    delete from folger.parkert_oppslag as parked
     using answer
     where (parked.konsument, parked.oppslag, parked.identifikator, parked.gjelder_periode)
         = (answer.konsument, answer.oppslag, answer.identifikator, answer.gjelder_periode)
  )
  select count(*) as "count" from queued`

/**
 * @param answers of one konsument
 * @param yearly the oppslag that the year is looked up in
 * @returns how many look-ups wait because of them
 */
export async function followSistePeriode(
  pool: Pool,
  konsument: string,
  answers: readonly SisteAnswer[],
  yearly: readonly string[],
): Promise<bigint> {
  const nokler = answers.map(({ nokkel }) => nokkel)
  return inTransaction(
    pool,
    async (client) => {
      await client.query(LOCK_OPPSLAG, [konsument])
      await client.query(HOLD, [konsument, nokler.map(({ identifikator }) => identifikator)])
      const { rows } = await client.query<{ count: bigint }>(FOLLOW, [
        ...nokkelColumns(nokler),
        nokler.map(({ versjon }) => versjon),
        answers.map(({ svar }) => svar.aar),
        yearly,
      ])
      await countLookUps(client, callsOf(answers))
      return rows[0]?.count ?? 0n
    },
    BY_INDEX,
  )
}
