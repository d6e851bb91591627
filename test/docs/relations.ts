/** The schema skatt as its comments describe it. */
import type { Pool } from '../../src/store/pool.ts'

export type Column = {
  readonly name: string
  readonly type: string
  /** Null where the comment says none. */
  readonly personalData: string | null
  readonly meaning: string
}

export type Relation = {
  readonly name: string
  /** The partition of an oppslag has the columns of skatt.opplysning. */
  readonly kind: 'table' | 'view' | 'oppslag'
  readonly meaning: string
  readonly columns: readonly Column[]
}

export type Routine = {
  /** As it is called, with the names and types of what goes in. */
  readonly signature: string
  readonly result: string
  readonly meaning: string
}

const RELATIONS = `
  select rel.relname                                                   as "name",
         case when rel.relispartition then 'oppslag'
              when rel.relkind = 'v'  then 'view'
              else 'table' end                                         as "kind",
         coalesce(obj_description(rel.oid, 'pg_class'), '')            as "meaning",
         (select jsonb_agg(jsonb_build_object(
                   'name',    att.attname,
                   'type',    format_type(att.atttypid, att.atttypmod),
                   'comment', coalesce(col_description(rel.oid, att.attnum), '')) order by att.attnum)
            from pg_attribute as att
           where att.attrelid = rel.oid and att.attnum > 0 and not att.attisdropped) as "columns"
    from pg_class as rel
   where rel.relnamespace = 'skatt'::regnamespace
     and rel.relkind in ('r', 'p', 'v')
   order by rel.relname collate "C"`

type Row = Omit<Relation, 'columns'> & {
  readonly columns: readonly {
    readonly name: string
    readonly type: string
    readonly comment: string
  }[]
}

export async function readRelations(pool: Pool): Promise<readonly Relation[]> {
  const { rows } = await pool.query<Row>(RELATIONS)
  return rows.map((row) => ({ ...row, columns: row.columns.map(column) }))
}

/** `What it means. [class]` */
const CLASS = /\s*\[([a-z]+)\]$/

function column({ name, type, comment }: Row['columns'][number]): Column {
  return {
    name,
    type: SHORT[type] ?? type,
    personalData: CLASS.exec(comment)?.[1] ?? null,
    meaning: comment.replace(CLASS, ''),
  }
}

const SHORT: Readonly<Record<string, string>> = {
  'timestamp with time zone': 'timestamptz',
  'double precision': 'float8',
}

const ROUTINES = `
  select proname || '(' || pg_get_function_arguments(oid) || ')' as "signature",
         pg_get_function_result(oid)                             as "result",
         coalesce(obj_description(oid, 'pg_proc'), '')           as "meaning"
    from pg_proc
   where pronamespace = 'skatt'::regnamespace
   order by proname collate "C", pg_get_function_arguments(oid) collate "C"`

export async function readRoutines(pool: Pool): Promise<readonly Routine[]> {
  return (await pool.query<Routine>(ROUTINES)).rows
}
