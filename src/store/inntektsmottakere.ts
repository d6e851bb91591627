/**
 * Lists of inntektsmottakere: ordered by a plan, and followed by the watch list.
 *
 * What is done with an answer is a function of the database (migration 0024): it changes the watch
 * list, and whoever does that takes its locks first.
 *
 * Promises that hold here, all by being one transaction with the waiting row:
 *   P4. An answer counts only while its nøkkel waits, and never after one of a higher versjon.
 *   P5. The call is counted with its reason.
 *   P8. An answer by which too many would be gone is not followed: its nøkkel is parked.
 */
import { Fault } from '../domain/errors.ts'
import { virkningsperiode } from '../domain/inntektsmottakere.ts'
import { EGEN } from '../domain/ids.ts'
import type { Listesvar } from '../domain/svar.ts'
import { countLookUps } from './look-up-log.ts'
import { nokkelColumns } from './nokkel-columns.ts'
import { type Client, inTransaction, type Pool } from './pool.ts'
import { park } from './put-off.ts'
import { callsOf, lockPending, type Settlement } from './settle.ts'
import { LOCK_OPPSLAG } from './watch-list.ts'

const END_OTHERS = `select folger.slutt_med_inntektsmottakere($1, $2) as "count"`

/** Follows no lists but these. @returns how many others were followed */
export async function endOtherLists(
  pool: Pool,
  konsument: string,
  opplysningspliktige: readonly string[],
): Promise<bigint> {
  const { rows } = await pool.query<{ count: bigint }>(END_OTHERS, [konsument, opplysningspliktige])
  return rows[0]?.count ?? 0n
}

const ORDER = `select folger.bestill_inntektsmottakere($1, $2, $3, $4, $5) as "count"`

export type ListOrder = {
  readonly konsument: string
  readonly opplysningspliktige: readonly string[]
  /** All; else those that never were fetched, and those whose time has passed unseen. */
  readonly all: boolean
  /** Now, and the plan's next time, by the clock that the plan goes by. */
  readonly now: Date
  readonly next: Date
}

/** @returns how many lists begin to wait */
export async function orderLists(pool: Pool, order: ListOrder): Promise<bigint> {
  const { konsument, opplysningspliktige, all, now, next } = order
  const { rows } = await pool.query<{ count: bigint }>(ORDER, [
    konsument,
    opplysningspliktige,
    next.toISOString(),
    all,
    now.toISOString(),
  ])
  return rows[0]?.count ?? 0n
}

/** An answer that is a list, and not yet followed. */
export type ListAnswer = Extract<Settlement<Listesvar>, { kind: 'answered' }>

/** What became of the watch list. */
export type Followed = {
  readonly added: bigint
  readonly gone: bigint
  readonly isHeldBack: boolean
}

const FOLLOW = `
  select nye           as "added",
         bortfalt      as "gone",
         holdt_tilbake as "isHeldBack"
    from folger.folg_inntektsmottakere($1, $2, $3, $4, $5, $6, $7, $8)`

const SETTLED = `
  with settled as (
    delete from folger.ventende_oppslag
     where konsument = $1 and oppslag = $2 and identifikator = $3 and gjelder_periode = $4
       and versjon = $5
  )
  delete from folger.parkert_oppslag
   where konsument = $1 and oppslag = $2 and identifikator = $3 and gjelder_periode = $4`

/** @param prosent of those on the list, from which on it is not believed that they are gone */
export async function followInntektsmottakere(
  pool: Pool,
  answer: ListAnswer,
  prosent: number,
): Promise<Followed | null> {
  const { nokkel, svar } = answer
  const key = nokkelColumns([nokkel]).flat()
  return inTransaction(pool, async (client) => {
    await client.query(LOCK_OPPSLAG, [nokkel.konsument])
    const held = await lockPending(client, [nokkel])
    const followed = held === 0 ? null : await follow(client, nokkel, svar, prosent)
    if (followed?.isHeldBack === true) {
      const fault = heldBack(nokkel.konsument)
      await park(client, [{ nokkel, fault }])
    } else {
      await client.query(SETTLED, [...key, nokkel.versjon])
    }
    await countLookUps(client, callsOf([answer]))
    return followed
  })
}

async function follow(
  client: Client,
  { konsument, identifikator, versjon }: ListAnswer['nokkel'],
  { mottakere }: Listesvar,
  prosent: number,
): Promise<Followed | null> {
  const isNothing = mottakere.identifikatorer.length === 0 && mottakere.fraOgMed === null
  const { rows } = await client.query<Followed>(FOLLOW, [
    konsument,
    identifikator,
    versjon,
    mottakere.identifikatorer,
    isNothing ? null : virkningsperiode(mottakere),
    mottakere.isWhole,
    mottakere.skjermet,
    prosent,
  ])
  return rows[0] ?? null
}

function heldBack(konsument: string): Fault {
  const whose = konsument === EGEN ? '' : ` --konsument ${konsument}`
  return new Fault(
    'TOO_MANY_GONE',
    `inntektsmottakere: so many are missing from a list that nobody is taken for gone. See whether that can be; then: hendelsesfolger resume --api inntektsmottakere${whose} --accept-deletions`,
  )
}
