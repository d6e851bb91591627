/** Rows of the typed views as tests read them. */
import { inTransaction, type Pool } from '../../src/store/pool.ts'

/** The first columns of every typed view. */
export const COMMON = [
  'konsument',
  'identifikator',
  'gjelder_periode',
  'tilstand',
  'skjermet',
  'hentet_at',
  'endret_at',
]

/** The view's own columns of the rows about `identifikator`, without those that are null. */
export async function ownColumns(
  pool: Pool,
  view: string,
  identifikator: string,
): Promise<readonly object[]> {
  return inTransaction(pool, async (client) => {
    await client.query(`set local timezone = 'UTC'`)
    const { rows } = await client.query<{ row: object }>(
      `select jsonb_strip_nulls(to_jsonb(v) - $2::text[]) as row
         from skatt.${view} as v
        where identifikator = $1`,
      [identifikator, COMMON],
    )
    return inOneOrder(rows.map(({ row }) => row))
  })
}

/** The same rows in an order that does not hang on where they came from. */
export function inOneOrder(rows: readonly object[]): readonly object[] {
  const keyed = rows.map((row) => [JSON.stringify(row, Object.keys(row).toSorted()), row] as const)
  return keyed.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)
}

const VIEWS = `
  select relname as "view"
    from pg_class
   where relnamespace = 'skatt'::regnamespace and relkind = 'v' and relname like 'v\\_%'
   order by relname`

export async function typedViews(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ view: string }>(VIEWS)
  return rows.map(({ view }) => view)
}

const STORE = `
  insert into skatt.opplysning (konsument, identifikator, gjelder_periode, oppslag, tilstand, data,
    hentet_at, endret_at, versjon)
  values ('egen', $2, $5, $1, $3, $4, now(), now(), 1)
      on conflict (konsument, identifikator, gjelder_periode, oppslag) do update
     set tilstand = excluded.tilstand, data = excluded.data`

/** Puts an answer there as if it had been looked up. @param data JSON text; null: deleted */
export async function store(
  pool: Pool,
  oppslag: string,
  identifikator: string,
  data: string | null,
  gjelderPeriode = '2023',
): Promise<void> {
  const tilstand = data === null ? 'slettet' : 'gjeldende'
  await pool.query(STORE, [oppslag, identifikator, tilstand, data, gjelderPeriode])
}
