/** An example query for each table and view; the test runs them all. */
import type { Relation } from './relations.ts'

/** Where a rule would not say what the table is for. */
const OWN: Readonly<Record<string, string>> = {
  opplysning: `select oppslag, gjelder_periode, tilstand, data
  from skatt.opplysning
 where konsument = 'egen' and identifikator = '01810112345'`,
  opplysning_historikk: `select oppslag, gjelder_periode, gyldig_fra_at, gyldig_til_at, data
  from skatt.opplysning_historikk
 where konsument = 'egen' and identifikator = '01810112345'`,
  opplysning_versjoner: `select tilstand, data, gyldig_fra_at
  from skatt.opplysning_versjoner
 where konsument = 'egen' and identifikator = '01810112345'
   and oppslag = 'summertskattegrunnlag' and gjelder_periode = '2023'
   and gyldig_fra_at <= '2024-06-30'
   and (gyldig_til_at > '2024-06-30' or gyldig_til_at is null)`,
  endring: `select type, oppslag, identifikator, gjelder_periode
  from skatt.les_endringer('my_app', 500)`,
  ferskhet: `select liste, tilstand, ventende, gjenspeiler_til
  from skatt.ferskhet
 where konsument = 'egen'`,
  lesere: `select app, now() - eldste_ulest_at as behind, eldste_ulest_slettes_at
  from skatt.lesere
 where eldste_ulest_at < now() - interval '1 hour'`,
  holdt_tilbake: `select now() - siden_at as late, pid, database
  from skatt.holdt_tilbake`,
  strom: `select gjenopprettet_at, beholdes_dager
  from skatt.strom`,
  bevakingsoenske: `insert into skatt.bevakingsoenske (identifikator, gjelder_periode)
values ('01810112345', '2023')`,
}

const COMMON_COLUMNS = 7
const SHOWN = 4

export function exampleOf({ name, kind, columns }: Relation): string {
  const own = OWN[name]
  if (own !== undefined) return own
  const shown =
    kind === 'oppslag'
      ? ['gjelder_periode', 'tilstand', 'data', 'endret_at']
      : ['tilstand', ...columns.slice(COMMON_COLUMNS).map((column) => column.name)]
  return `select ${shown.slice(0, SHOWN + 1).join(', ')}
  from skatt.${name}
 where konsument = 'egen' and identifikator = '01810112345'`
}
