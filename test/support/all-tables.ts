/**
 * Every table there is, filled: two rows for each konsument and person, so that a test of who sees
 * what, or of what is left of a person, can't forget a table that is added later.
 */
import { EGEN } from '../../src/domain/ids.ts'
import type { Pool } from '../../src/store/pool.ts'
import { KARI, OLA } from './builders.ts'

export const KONSUMENTER = ['310000019', EGEN] as const

export type Relation = {
  readonly name: string
  /** Neither a view nor a partition, whose rows are its parent's. */
  readonly isTable: boolean
}

const RELATIONS = `
  select format('%I.%I', $1::text, rel.relname)                as "name",
         rel.relkind in ('r', 'p') and not rel.relispartition as "isTable"
    from pg_class as rel
   where rel.relnamespace = $1::regnamespace
     and rel.relkind in ('r', 'p', 'v', 'm')
     and ($2::text is null or exists (
       select 1 from pg_attribute where attrelid = rel.oid and attname = $2 and not attisdropped))
   order by 1`

/** The tables and views of a schema, or those that have a column of that name. */
export async function relationsOf(
  pool: Pool,
  schema: string,
  column: string | null = null,
): Promise<readonly Relation[]> {
  return (await pool.query<Relation>(RELATIONS, [schema, column])).rows
}

// What a column gets that may not be null, by its type; and what some columns may hold alone.
const VALUES: Readonly<Record<string, string>> = {
  text: `'x'`,
  name: `'x'`,
  bigint: '1',
  integer: '1',
  smallint: '1',
  boolean: 'true',
  jsonb: `'{}'`,
  'timestamp with time zone': 'now()',
  date: `'2024-01-01'`,
}
const SPECIAL: Readonly<Record<string, string>> = {
  'skatt.opplysning.tilstand': `'gjeldende'`,
  'skatt.opplysning.oppslag': `'inntekt'`,
  'skatt.opplysning_historikk.tilstand': `'gjeldende'`,
  'skatt.endring.type': `'ny'`,
  'folger.posisjon.tilstand': `'leser'`,
  'folger.api_tilstand.tilstand': `'kaller'`,
  'folger.ventende_oppslag.aarsak': `'hendelse'`,
  gjelder_periode: `'2023'`,
}

const COLUMNS = `
  select att.attname                              as "column",
         format_type(att.atttypid, att.atttypmod) as "type",
         att.attnotnull and not att.atthasdef and att.attidentity = '' as "isNeeded"
    from pg_attribute as att
   where att.attrelid = $1::regclass and att.attnum > 0 and not att.attisdropped`

// A row in each partition for each that is there.
const FILL_PARTITIONS = `
  insert into skatt.opplysning (konsument, identifikator, gjelder_periode, oppslag, tilstand, data,
                                hentet_at, endret_at, versjon)
  select stored.konsument, stored.identifikator, stored.gjelder_periode, part.oppslag, stored.tilstand,
         stored.data, now(), now(), 1
    from skatt.opplysning as stored
    cross join (
      select (regexp_match(pg_get_expr(relpartbound, oid), '''(.*)'''))[1] as oppslag
        from pg_class
       where oid in (select inhrelid from pg_inherits where inhparent = 'skatt.opplysning'::regclass)
    ) as part
      on conflict do nothing`

/** Fills each table of folger and skatt that has a konsument or an identifikator. */
export async function fillTables(pool: Pool): Promise<void> {
  for (const schema of ['folger', 'skatt']) {
    for (const { name, isTable } of await relationsOf(pool, schema)) {
      if (isTable) await fill(pool, name)
    }
  }
  await pool.query(FILL_PARTITIONS)
}

async function fill(pool: Pool, table: string): Promise<void> {
  const { rows } = await pool.query<{ column: string; type: string; isNeeded: boolean }>(COLUMNS, [
    table,
  ])
  const keys = ['konsument', 'identifikator'].filter((key) =>
    rows.some(({ column }) => column === key),
  )
  if (keys.length === 0) return
  const others = rows.filter(({ column, isNeeded }) => {
    const isSpecial = SPECIAL[column] !== undefined || SPECIAL[`${table}.${column}`] !== undefined
    return !keys.includes(column) && (isNeeded || isSpecial || column === 'sekvensnummer')
  })
  const values = others.map(({ column, type }) => {
    if (column === 'sekvensnummer') return 'nummer'
    const value = SPECIAL[`${table}.${column}`] ?? SPECIAL[column] ?? VALUES[type]
    if (value === undefined) throw new Error(`${table}.${column}: say in VALUES what a ${type} is`)
    return value
  })
  await pool.query(
    `insert into ${table} (${[...keys, ...others.map(({ column }) => column)].join(', ')})
     select ${[...keys, ...values].join(', ')}
       from (select konsument, identifikator, row_number() over () as nummer
               from unnest($1::text[]) as konsument cross join unnest($2::text[]) as identifikator) as who
         on conflict do nothing`,
    [KONSUMENTER, [KARI, OLA]],
  )
}
