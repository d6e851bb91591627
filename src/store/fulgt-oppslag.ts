/** What is looked up, written down for functions of the database, which do not know our settings. */
import { inTransaction, type Pool } from './pool.ts'

export type FulgtOppslagRow = {
  readonly konsument: string
  readonly oppslag: string
  /** Null where no list leads to it. */
  readonly liste: string | null
  readonly api: string
  readonly harPeriode: boolean
  readonly bareBevakede: boolean
}

const FORGET_OTHERS = `
  delete from folger.fulgt_oppslag
   where (konsument, oppslag) not in (select konsument, oppslag
                                        from unnest($1::text[], $2::text[]) as kept (konsument, oppslag))`

// In key order: replicas that start together must not deadlock.
const SAVE = `
  insert into folger.fulgt_oppslag as saved (konsument, oppslag, liste, api, har_periode, bare_bevakede)
  select konsument, oppslag, liste, api, har_periode, bare_bevakede
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::boolean[])
      as followed (konsument, oppslag, liste, api, har_periode, bare_bevakede)
   order by 1, 2
      on conflict (konsument, oppslag) do update
     set liste         = excluded.liste,
         api           = excluded.api,
         har_periode   = excluded.har_periode,
         bare_bevakede = excluded.bare_bevakede
   where (saved.liste, saved.api, saved.har_periode, saved.bare_bevakede)
         is distinct from (excluded.liste, excluded.api, excluded.har_periode, excluded.bare_bevakede)`

// A page is filtered while it holds this row, so it must be there before the first one.
const MAKE_WATCH_LISTS = `
  insert into folger.bevakingsliste (konsument)
  select distinct konsument
    from unnest($1::text[]) as konsument
   order by 1
      on conflict (konsument) do nothing`

/** Replaces what the daemon that started before had written. */
export async function saveFulgteOppslag(
  pool: Pool,
  followed: readonly FulgtOppslagRow[],
): Promise<void> {
  const konsumenter = followed.map(({ konsument }) => konsument)
  const oppslag = followed.map((row) => row.oppslag)
  await inTransaction(pool, async (client) => {
    await client.query(SAVE, [
      konsumenter,
      oppslag,
      followed.map(({ liste }) => liste),
      followed.map(({ api }) => api),
      followed.map(({ harPeriode }) => harPeriode),
      followed.map(({ bareBevakede }) => bareBevakede),
    ])
    await client.query(FORGET_OTHERS, [konsumenter, oppslag])
    await client.query(MAKE_WATCH_LISTS, [konsumenter])
  })
}
