/** A backlog of any size, as if its events had been read: rows that wait, of persons who are not. */
import { Client } from 'pg'
import { expectedKilder } from '../../src/app/followed.ts'
import type { Hendelse } from '../../src/domain/hendelse.ts'
import { EGEN, sekvensnummer } from '../../src/domain/ids.ts'
import type { Pool } from '../../src/store/pool.ts'
import { configOf } from '../../test/support/config.ts'
import { begin, pagesOf, store } from './pages.ts'
import type { Database } from './question.ts'
import { makeSchema } from './schema.ts'
import { LISTE, OPPSLAG } from './simulated.ts'

const PERIODE = '2024-01'

// Month + 80, in no order: so do identifikatorer come, and an index has them everywhere.
const PERSON = `lpad((1 + i * 7919 % 28)::text, 2, '0') || '8' || lpad((i * 104729 % 100000000)::text, 8, '0')`

const FILL = `
  insert into folger.ventende_oppslag (konsument, oppslag, identifikator, gjelder_periode, liste,
    eldste_sekvensnummer, nyeste_sekvensnummer, forfall_at)
  select '${EGEN}', '${OPPSLAG}', ${PERSON}, '${PERIODE}', '${LISTE}', i, i,
         now() + i * interval '1 microsecond' - interval '1 hour'
    from generate_series(1, $1::bigint) as i`

/** In an empty database, with the posisjon of a list that is at its end. */
export async function prepareBacklog(
  db: Database,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  await makeSchema(db)
  await begin(db.pool, expectedKilder(configOf(settings))[0]?.kilde)
}

const INDEXES = `
  select indexrelid::regclass::text   as "name",
         pg_get_indexdef(indexrelid)  as "definition"
    from pg_index
   where indrelid = 'folger.ventende_oppslag'::regclass and not indisprimary`

const DROP_PRIMARY_KEY = `
  alter table folger.ventende_oppslag drop constraint ventende_oppslag_pkey`

// As full as an index is whose keys have come in no order.
const ADD_PRIMARY_KEY = `
  alter table folger.ventende_oppslag add constraint ventende_oppslag_pkey
    primary key (konsument, oppslag, identifikator, gjelder_periode) with (fillfactor = 70)`

/** The indexes are made when the rows are there, which takes half the time. */
export async function fill({ url }: Database, size: number): Promise<void> {
  await withoutTimeLimit(url, async (client) => {
    const { rows } = await client.query<{ name: string; definition: string }>(INDEXES)
    await client.query(`set maintenance_work_mem = '1GB'`)
    await client.query('truncate folger.ventende_oppslag')
    await client.query(DROP_PRIMARY_KEY)
    for (const { name } of rows) await client.query(`drop index ${name}`)
    await client.query(FILL, [size])
    await client.query(ADD_PRIMARY_KEY)
    for (const { definition } of rows) await client.query(definition)
    await client.query('vacuum analyze folger.ventende_oppslag')
  })
}

/** As before anything was looked up. */
export async function forgetAnswers({ url }: Database): Promise<void> {
  await withoutTimeLimit(url, async (client) => {
    await client.query('truncate skatt.opplysning, skatt.endring, folger.oppslagslogg')
    await client.query('vacuum analyze folger.ventende_oppslag')
    await client.query('checkpoint')
  })
}

/** The daemon's own pool gives a statement a minute; ten million rows take longer. */
async function withoutTimeLimit(
  url: string,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

const FORGET_READING = `
  truncate folger.hendelse;
  update folger.posisjon set neste_sekvensnummer = 1`

/** No two runs have the same. */
let eventsMade = 0

/** Stores pages of new events, whose nøkler then wait at the end. @returns seconds a page */
export async function pageSeconds(pool: Pool, pages: number, antall: number): Promise<number> {
  const events = Array.from({ length: pages * antall }, (_, place) => newEvent(place + 1))
  const all = [...pagesOf(events, antall, [OPPSLAG])]
  const began = performance.now()
  for (const page of all) await store(pool, page)
  const seconds = (performance.now() - began) / 1_000 / pages
  await pool.query(FORGET_READING)
  return seconds
}

function newEvent(nummer: number): Hendelse {
  eventsMade += 1
  return {
    sekvensnummer: sekvensnummer(BigInt(nummer)),
    // A day that PERSON never has.
    identifikator: `298${String((eventsMade * 7_907) % 1e8).padStart(8, '0')}`,
    gjelderPeriode: PERIODE,
    registreringstidspunkt: '2024-02-05T10:00:00Z',
    hendelsetype: null,
    typeSkattepliktig: null,
    andreFelt: null,
  }
}

export type Sizes = {
  readonly tableMb: number
  readonly indexMb: number
  readonly deadRows: number
}

export async function sizes(pool: Pool): Promise<Sizes> {
  const { rows } = await pool.query<Sizes>(`
    select pg_table_size(relid)::float8 / 1e6   as "tableMb",
           pg_indexes_size(relid)::float8 / 1e6 as "indexMb",
           n_dead_tup::int                      as "deadRows"
      from pg_stat_user_tables
     where relid = 'folger.ventende_oppslag'::regclass`)
  const [row] = rows
  if (row === undefined) throw new Error('there is no backlog')
  return row
}
