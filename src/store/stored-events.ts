/** What is stored of a list, for telling whether it still is the list that we have followed. */
import type { Hendelse } from '../domain/hendelse.ts'
import { type Sekvensnummer, sekvensnummer } from '../domain/ids.ts'
import type { Pool } from './pool.ts'
import type { PosisjonKey } from './position.ts'

const LAST = `
  select max(sekvensnummer) as "last"
    from folger.hendelse
   where konsument = $1 and liste = $2`

/** The highest number that is stored; null when none is. */
export async function lastStored(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
): Promise<Sekvensnummer | null> {
  const { rows } = await pool.query<{ last: bigint | null }>(LAST, [konsument, liste])
  const last = rows[0]?.last ?? null
  return last === null ? null : sekvensnummer(last)
}

const IS_STORED = `
  select exists (
    select 1
      from folger.hendelse
     where konsument = $1 and liste = $2 and sekvensnummer = $3
       and registreringstidspunkt is not distinct from $6
       -- Of a person who has been forgotten its number and its time are all that is left.
       and (glemt_at is not null
            or identifikator is not distinct from $4 and gjelder_periode is not distinct from $5)
  ) as "isStored"`

/** Whether this very event is stored: another one with its number is not it. */
export async function isStored(
  pool: Pool,
  { konsument, liste }: PosisjonKey,
  hendelse: Hendelse,
): Promise<boolean> {
  const { rows } = await pool.query<{ isStored: boolean }>(IS_STORED, [
    konsument,
    liste,
    hendelse.sekvensnummer,
    hendelse.identifikator,
    hendelse.gjelderPeriode,
    hendelse.registreringstidspunkt,
  ])
  return rows[0]?.isStored ?? false
}
