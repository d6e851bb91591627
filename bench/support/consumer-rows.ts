/** A database as a consumer meets it: full. Made by SQL, in no order of persons within a period. */
import type { Pool } from '../../src/store/pool.ts'

/** Rows of skatt.opplysning for each person, below. */
const PER_PERSON = 10

/** In one statement, so that none takes longer than a statement may. */
const AT_A_TIME = 250_000

const PERSON = `'0181' || lpad(person::text, 7, '0')`

type Kind = {
  readonly table: string
  readonly oppslag: string
  readonly periods: readonly string[]
  readonly data: string
}

/** About as long as real answers are when a rettighetspakke has cut them down: 200 to 500 bytes. */
const KINDS: readonly Kind[] = [
  {
    table: 'inntekt',
    oppslag: 'inntekt',
    periods: ['2023-01', '2023-02', '2023-03', '2023-04', '2023-05'],
    data: `format('{"oppgaveInntektsmottaker": [{"opplysningspliktigId": "310977101", "virksomhetId": "315608589", "kalendermaaned": "%s", "inntekt": [{"fordel": "kontantytelse", "inngaarIGrunnlagForTrekk": true, "utloeserArbeidsgiveravgift": true, "beloep": %s, "loennsinntekt": {"beskrivelse": "fastloenn"}}, {"fordel": "kontantytelse", "beloep": %s, "loennsinntekt": {"beskrivelse": "timeloenn", "antall": 12}}]}]}', period, person % 90000, person % 5000)`,
  },
  {
    table: 'summertskattegrunnlag',
    oppslag: 'summertskattegrunnlag',
    periods: ['2021', '2022'],
    data: `format('{"inntektsaar": "%s", "skjermet": %s, "stadie": "oppgjoer", "skatteoppgjoersdato": "2024-02-20", "grunnlag": [{"tekniskNavn": "samletLoennsinntektMedTrygdeavgiftspliktOgMedTrekkplikt", "beloep": %s, "kategori": "inntekt"}, {"tekniskNavn": "innskudd", "beloep": %s, "kategori": "formue"}, {"tekniskNavn": "bruttoformue", "beloep": %s, "kategori": "-"}]}', period, (person % 200 = 0)::text, person % 900000, person % 70000, person % 5000000)`,
  },
  {
    table: 'beregnetskatt',
    oppslag: 'beregnetskatt',
    periods: ['2022'],
    data: `format('{"inntektsaar": %s, "skjermet": false, "beregnetSkattFastland": {"skatteklasse": "1", "beregnetSkatt": %s, "informasjonTilSkattelister": {"nettoinntekt": 355050, "nettoformue": 0}}, "skatteoppgjoersdato": "2023-09-27"}', period, person % 400000)`,
  },
  {
    table: 'pensjonsgivendeinntekt',
    oppslag: 'pensjonsgivendeinntekt',
    periods: ['2022', '2023'],
    data: `format('{"inntektsaar": "%s", "pensjonsgivendeInntekt": %s, "pensjonsgivendeInntektFastland": %s}', period, person % 800000, person % 800000)`,
  },
]

export const TABLES = KINDS.map(({ table }) => table)

// One in a hundred has been deleted. What changed is spread over a year.
const STORE = ({ table, oppslag, data }: Kind) => `
  insert into skatt.${table} (konsument, identifikator, gjelder_periode, oppslag, tilstand, data,
    hentet_at, endret_at, versjon, liste, sekvensnummer)
  select 'egen', ${PERSON}, period, '${oppslag}',
         case when person % 100 = 0 then 'slettet' else 'gjeldende' end,
         case when person % 100 = 0 then null else (${data})::jsonb end,
         now(), now() - random() * interval '365 days', person, 'skatteoppgjoer', person
    from (select (7919::bigint * number) % $3::bigint as person, $4::text as period
            from generate_series($1::bigint, $2::bigint) as number) as made`

const WAIT = `
  insert into folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode, liste,
    eldste_sekvensnummer, nyeste_sekvensnummer, prioritet, ajour_foer_at)
  select 'egen', 'avregning', ${PERSON}, '2023', 'skatteoppgjoer', person, person, 1,
         now() - interval '1 day'
    from generate_series($1::bigint, $2::bigint) as person
   where $3::bigint > 0 and $4::text is not null`

const TELL = `
  insert into skatt.endring (konsument, oppslag, identifikator, gjelder_periode, type)
  select 'egen', 'inntekt', ${PERSON}, '2023-01', 'ny'
    from generate_series($1::bigint, $2::bigint) as person
   where $3::bigint > 0 and $4::text is not null`

const FOLLOWED = `
  insert into folger.posisjon (konsument, liste, neste_sekvensnummer, kilde, startdato, ajour_at, tilstand)
  select 'egen', liste, 1000, '{}', '0', now(), 'ajour'
    from unnest(array['skatteoppgjoer', 'inntekt', 'tilleggsskatt']) as liste`

/**
 * Fills each of skatt.opplysning, folger.ventende_oppslag and skatt.endring with so many rows.
 *
 * @returns how many persons there are: those of personOf(0) up to it
 */
export async function fillForConsumers(pool: Pool, rows: number): Promise<number> {
  const persons = rows / PER_PERSON
  await pool.query(FOLLOWED)
  for (const kind of KINDS) {
    for (const period of kind.periods) await inParts(pool, STORE(kind), persons, persons, period)
  }
  await inParts(pool, WAIT, rows, persons, '')
  await inParts(pool, TELL, rows, persons, '')
  await pool.query('vacuum analyze')
  return persons
}

export function personOf(number: number): string {
  return `0181${String(number).padStart(7, '0')}`
}

async function inParts(
  pool: Pool,
  statement: string,
  count: number,
  persons: number,
  period: string,
): Promise<void> {
  for (let from = 0; from < count; from += AT_A_TIME) {
    const to = Math.min(from + AT_A_TIME, count) - 1
    await pool.query(statement, [from, to, persons, period])
  }
}
