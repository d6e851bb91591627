/**
 * The second of the four statements: what a batch of answers makes of the tables.
 *
 * Nothing is joined to what was judged but by an index: Postgres takes a batch for one row, and a
 * join of two such would cost the square of the batch.
 *
 * Runs in the transaction of settle.ts, which holds the waiting rows: so what it reads of
 * skatt.opplysning can't change under it, and the promises named beside its lines hold.
 */
import type { VentendeOppslag } from '../domain/nokkel.ts'
import type { Opplysningssvar } from '../domain/svar.ts'
import { nokkelColumns } from './nokkel-columns.ts'
import type { Client } from './pool.ts'

export type Answered = { readonly nokkel: VentendeOppslag; readonly svar: Opplysningssvar }

/** What became of the answers, by number. */
export type Settled = {
  readonly ny: number
  readonly endret: number
  readonly slettet: number
  readonly uendret: number
  /** "No data" where there is data: asked once more later. */
  readonly ubekreftet: number
}

export const NOTHING_SETTLED: Settled = { ny: 0, endret: 0, slettet: 0, uendret: 0, ubekreftet: 0 }

/** What a row was before its content changed: in the statement that changes it, which reads it as it was. */
const KEEP_HISTORY = `
  replaced as (
    insert into skatt.opplysning_historikk (konsument, identifikator, gjelder_periode, oppslag,
      gyldig_fra_at, gyldig_til_at, tilstand, data, hentet_at, versjon, liste, sekvensnummer)
    select stored.konsument, stored.identifikator, stored.gjelder_periode, stored.oppslag,
           stored.endret_at, now(), stored.tilstand, stored.data, stored.hentet_at, stored.versjon,
           stored.liste, stored.sekvensnummer
      from judged
      join skatt.opplysning as stored
        on stored.oppslag = any ($11)
       and (stored.konsument, stored.oppslag, stored.identifikator, stored.gjelder_periode)
         = (judged.konsument, judged.oppslag, judged.identifikator, judged.gjelder_periode)
     where judged.endring is not null and not judged.ubekreftet
  ),`

const STORE_ANSWERS = statement('')
const STORE_ANSWERS_WITH_HISTORY = statement(KEEP_HISTORY)

function statement(keepHistory: string): string {
  return `
  with answer as (
    select konsument, oppslag, identifikator, gjelder_periode, versjon, liste, sekvensnummer, svar,
           case when svar = 'data' then body end as data
      from rows from (
             unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[],
                    $7::bigint[], $8::text[]),
             jsonb_array_elements($9::jsonb)
           ) as answer (konsument, oppslag, identifikator, gjelder_periode, versjon, liste,
                        sekvensnummer, svar, body)
  ),
  judged as (
    select answer.*,
           pending.ctid as waiting, -- stays: the row is locked
           stored.endret_at,
           -- P8: several APIs have no 410 and delete by "no data", others say it for a moment.
           answer.svar = 'ingen_data' and stored.tilstand is not distinct from 'gjeldende'
             and coalesce(pending.ubekreftet_at + make_interval(secs => $10 / 1000.0) > now(), true)
             as ubekreftet,
           case
             when answer.svar = 'data' then 'gjeldende'
             when answer.svar = 'slettet' or stored.tilstand <> 'ingen_data' then 'slettet'
             else 'ingen_data'
           end as tilstand,
           case
             when answer.svar = 'data' and stored.tilstand is distinct from 'gjeldende' then 'ny'
             when answer.svar = 'data' and stored.data is distinct from answer.data then 'endret'
             when answer.svar = 'slettet' and stored.tilstand is distinct from 'slettet'
               or answer.svar = 'ingen_data' and stored.tilstand = 'gjeldende' then 'slettet'
           end as endring
      from answer
      join folger.ventende_oppslag as pending
     using (konsument, oppslag, identifikator, gjelder_periode)
      left join skatt.opplysning as stored
        on stored.oppslag = any ($11) -- only these tables are planned for, of some thirty
       and (stored.konsument, stored.oppslag, stored.identifikator, stored.gjelder_periode)
         = (answer.konsument, answer.oppslag, answer.identifikator, answer.gjelder_periode)
     where stored.versjon is null or stored.versjon < answer.versjon -- P4
  ),${keepHistory}
  kept as (
    insert into skatt.opplysning as stored (konsument, identifikator, gjelder_periode, oppslag,
      tilstand, data, hentet_at, endret_at, versjon, liste, sekvensnummer)
    select konsument, identifikator, gjelder_periode, oppslag, tilstand, data, now(),
           case when endring is null and endret_at is not null then endret_at else now() end,
           versjon, liste, sekvensnummer
      from judged
     where not ubekreftet
     order by 1, 4, 2, 3
        on conflict (konsument, identifikator, gjelder_periode, oppslag) do update
       set tilstand      = excluded.tilstand,
           -- The same value keeps its place on disk; an equal one would be written again.
           data          = case when stored.data = excluded.data then stored.data else excluded.data end,
           hentet_at     = excluded.hentet_at,
           endret_at     = excluded.endret_at,
           versjon       = excluded.versjon,
           liste         = excluded.liste,
           sekvensnummer = excluded.sekvensnummer
     where stored.versjon < excluded.versjon -- P4
  ),
  changed as (
    insert into skatt.endring (konsument, oppslag, identifikator, gjelder_periode, type)
    select konsument, oppslag, identifikator, gjelder_periode, judged.endring
      from judged
     where judged.endring is not null and not judged.ubekreftet -- P9
  ),
  settled as (
    delete from folger.ventende_oppslag as pending
     using judged
     where pending.ctid    = judged.waiting
       and pending.versjon = judged.versjon -- P3: else an event came meanwhile, and it waits on
       and not judged.ubekreftet
  ),
  unconfirmed as (
    update folger.ventende_oppslag as pending
       set ubekreftet_at = coalesce(pending.ubekreftet_at, now()),
           forfall_at    = coalesce(pending.ubekreftet_at, now()) + make_interval(secs => $10 / 1000.0),
           siste_feil    = 'ingen_data, ubekreftet'
      from judged
     where pending.ctid    = judged.waiting
       and pending.versjon = judged.versjon
       and judged.ubekreftet
  ),
  unparked as (
    delete from folger.parkert_oppslag as parked
     using judged
     where parked.konsument       = judged.konsument
       and parked.oppslag         = judged.oppslag
       and parked.identifikator   = judged.identifikator
       and parked.gjelder_periode = judged.gjelder_periode
       and not judged.ubekreftet
  )
  select count(*) filter (where endring = 'ny')::int                         as "ny",
         count(*) filter (where endring = 'endret')::int                     as "endret",
         count(*) filter (where endring = 'slettet' and not ubekreftet)::int as "slettet",
         count(*) filter (where endring is null)::int                        as "uendret",
         count(*) filter (where ubekreftet)::int                             as "ubekreftet"
    from judged`
}

/**
 * @param bekreftEtterMs milliseconds before "no data" about data that we hold is asked again
 * @param historikk whether what is replaced is kept
 */
export async function storeAnswers(
  client: Client,
  answers: readonly Answered[],
  bekreftEtterMs: number,
  historikk: boolean,
): Promise<Settled> {
  if (answers.length === 0) return NOTHING_SETTLED
  const nokler = answers.map(({ nokkel }) => nokkel)
  const { rows } = await client.query<Settled>(
    historikk ? STORE_ANSWERS_WITH_HISTORY : STORE_ANSWERS,
    [
      ...nokkelColumns(nokler),
      nokler.map(({ versjon }) => versjon),
      nokler.map(({ liste }) => liste),
      nokler.map(({ sekvensnummer }) => sekvensnummer),
      answers.map(({ svar }) => svar.kind),
      // One text and no array of texts: each quotation mark of each would be escaped for that.
      `[${answers.map(({ svar }) => (svar.kind === 'data' ? svar.data : 'null')).join()}]`,
      bekreftEtterMs,
      [...new Set(nokler.map(({ oppslag }) => oppslag))],
    ],
  )
  return rows[0] ?? NOTHING_SETTLED
}
