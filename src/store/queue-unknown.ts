/** Look-ups that begin to wait because of the watch list, where nothing is known of the nøkkel yet (P5). */

/**
 * A part of a statement, `queued`: of its part `wanted` (konsument, oppslag, identifikator,
 * gjelder_periode, prioritet) it makes wait what is neither stored, waiting nor parked. Whoever runs it
 * holds what waits about these persons (watch-list.ts): else an answer could be stored in between, and
 * would be asked for again.
 *
 * @param tables the parameter with all oppslag that may be wanted and are stored: only their tables are
 *   planned for
 */
export function queueUnknown(tables: string): string {
  return `
  queued as (
    insert into folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode,
      aarsak, prioritet)
    select konsument collate "C", oppslag collate "C", identifikator collate "C",
           gjelder_periode collate "C", 'bevaking', prioritet
      from wanted
     where not exists (
         select 1
           from skatt.opplysning as stored
          where stored.oppslag = any (${tables})
            and (stored.konsument, stored.oppslag, stored.identifikator, stored.gjelder_periode)
              = (wanted.konsument, wanted.oppslag, wanted.identifikator, wanted.gjelder_periode))
       and not exists (
         select 1
           from folger.parkert_oppslag as parked
          where (parked.konsument, parked.oppslag, parked.identifikator, parked.gjelder_periode)
              = (wanted.konsument, wanted.oppslag, wanted.identifikator, wanted.gjelder_periode))
     order by 1, 2, 3, 4
        on conflict (konsument, oppslag, identifikator, gjelder_periode) do nothing
    returning 1
  )`
}
