/** Next: what is due to be looked up. Writes nothing: what is in flight is in its caller's memory. */
import { type Sekvensnummer, versjon } from '../domain/ids.ts'
import type { VentendeOppslag } from '../domain/nokkel.ts'
import type { Pool } from './pool.ts'

// One walk of the index for each oppslag and prioritet, so that rows which are not due yet are
// never read: there may be many of them, and they would sort first.
const NEXT = `
  select due.konsument            as "konsument",
         due.oppslag              as "oppslag",
         due.identifikator        as "identifikator",
         due.gjelder_periode      as "gjelderPeriode",
         due.versjon              as "versjon",
         due.aarsak               as "aarsak",
         due.prioritet            as "prioritet",
         due.liste                as "liste",
         due.nyeste_sekvensnummer as "sekvensnummer",
         due.forsok               as "forsok",
         extract(epoch from due.eldste_mottatt_at)::float8 * 1000    as "mottattMs",
         extract(epoch from due.eldste_registrert_at)::float8 * 1000 as "registrertMs"
    from unnest($1::text[]) as api (oppslag)
    cross join (values (0), (1)) as lane (prioritet)
    cross join lateral (
      select pending.konsument, pending.oppslag, pending.identifikator, pending.gjelder_periode,
             pending.versjon, pending.aarsak, pending.liste, pending.nyeste_sekvensnummer,
             pending.forsok, pending.eldste_mottatt_at, pending.eldste_registrert_at,
             pending.prioritet, pending.forfall_at
        from folger.ventende_oppslag as pending
       where pending.oppslag = api.oppslag
         and pending.prioritet = lane.prioritet
         and pending.forfall_at <= now()
       order by pending.forfall_at
       limit $2
    ) as due
   order by due.prioritet, due.forfall_at
   limit $2`

type Row = Omit<VentendeOppslag, 'versjon'> & {
  readonly versjon: bigint
  readonly sekvensnummer: Sekvensnummer | null
}

/**
 * The first `limit` nøkler of these oppslag that are due, live ones before backlog, oldest first.
 * Those in flight are among them: the caller, who holds the API's lease, knows which they are.
 */
export async function nextLookUps(
  pool: Pool,
  oppslag: readonly string[],
  limit: number,
): Promise<readonly VentendeOppslag[]> {
  const { rows } = await pool.query<Row>(NEXT, [oppslag, limit])
  return rows.map((row) => ({ ...row, versjon: versjon(row.versjon) }))
}
