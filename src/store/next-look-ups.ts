/** Next: what is due to be looked up. Writes nothing: what is in flight is in its caller's memory. */
import { type Sekvensnummer, versjon } from '../domain/ids.ts'
import type { VentendeOppslag } from '../domain/nokkel.ts'
import type { Pool } from './pool.ts'

/** Whose turn it is, for what. */
export type Turn = {
  readonly konsument: string
  readonly oppslag: readonly string[]
  /** How many of its nøkler the caller has in memory: they are due as well, and mostly first. */
  readonly known: number
}

// One walk of the index for each konsument, oppslag and prioritet, so that rows which are not due
// yet are never read: there may be many of them, and they would sort first. The first nøkkel of each
// konsument comes before the second of any: one with ten million waiting does not starve the others.
// Where many have work, a few of each are enough; a share four times the even one leaves room for
// those that have less.
const NEXT = `
  with queue as materialized (
    select queue.konsument, queue.oppslag, queue.known, queue.turn, lane.prioritet,
           queue.known + least($4, ceil(4.0 * $4 / count(*) over (partition by lane.prioritet)))
             as most
      from unnest($1::text[], $2::text[], $3::bigint[])
             with ordinality as queue (konsument, oppslag, known, turn)
      cross join (values (0), (1), (2)) as lane (prioritet)
      cross join lateral (
        select 1
          from folger.ventende_oppslag as pending
         where pending.konsument = queue.konsument
           and pending.oppslag   = queue.oppslag
           and pending.prioritet = lane.prioritet
           and pending.prioritet >= 0 -- names the index, which is made for this alone
           and pending.forfall_at <= now()
         order by pending.forfall_at -- by the index: where nearly all are due, a lane without any would be read whole
         limit 1
      ) as has_work
  )
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
    from queue
    cross join lateral (
      select pending.konsument, pending.oppslag, pending.identifikator, pending.gjelder_periode,
             pending.versjon, pending.aarsak, pending.liste, pending.nyeste_sekvensnummer,
             pending.forsok, pending.eldste_mottatt_at, pending.eldste_registrert_at,
             pending.prioritet, pending.forfall_at
        from folger.ventende_oppslag as pending
       where pending.konsument = queue.konsument
         and pending.oppslag   = queue.oppslag
         and pending.prioritet = queue.prioritet
         and pending.prioritet >= 0
         and pending.forfall_at <= now()
       order by pending.forfall_at
       limit queue.most
    ) as due
   order by due.prioritet,
            row_number() over (partition by due.prioritet, due.konsument order by due.forfall_at),
            queue.turn
   limit $5`

type Row = Omit<VentendeOppslag, 'versjon'> & {
  readonly versjon: bigint
  readonly sekvensnummer: Sekvensnummer | null
}

/**
 * The first `wanted` nøkler that are due beside those that are known, live ones before backlog,
 * oldest first within a konsument, by turns between them. Those known are among them: the caller,
 * who holds the API's lease, knows which they are.
 */
export async function nextLookUps(
  pool: Pool,
  turns: readonly Turn[],
  wanted: number,
): Promise<readonly VentendeOppslag[]> {
  const queues = turns.flatMap(({ oppslag, ...turn }) => oppslag.map((id) => ({ ...turn, id })))
  const known = turns.reduce((sum, turn) => sum + turn.known, 0)
  const { rows } = await pool.query<Row>(NEXT, [
    queues.map(({ konsument }) => konsument),
    queues.map(({ id }) => id),
    queues.map((queue) => queue.known),
    wanted,
    wanted + known,
  ])
  return rows.map((row) => ({ ...row, versjon: versjon(row.versjon) }))
}
