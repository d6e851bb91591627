/**
 * The work that all contenders do alike, so that only how they organise it is compared: the same
 * pages, look-ups over the same sockets, and the same rows by the same statement.
 */
import { Pool as Database, type PoolClient } from 'pg'
import { Pool } from 'undici'

export type Event = {
  readonly sekvensnummer: number
  readonly identifikator: string
  readonly gjelderPeriode: string
}

export type Key = Pick<Event, 'identifikator' | 'gjelderPeriode'>

/** A look-up to make: the answer will be fresher than that event. */
export type Task = Key & { readonly sekvensnummer: number }

export type Answer = Task & { readonly data: string | null }

/** Calls in flight that Skatteetaten allows. */
export const SLOTS = 5

/** How long the reader of the list waits at its end, in milliseconds. */
export const READ_EVERY_MS = 1_000

const ANTALL = 1_000

function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set: the bench starts this`)
  return value
}

export const DATABASE_URL = setting('DATABASE_URL')
const LISTE = new URL(setting('LISTE_URL'))
/** With `{identifikator}` and `{gjelderPeriode}`. */
const OPPSLAG = setting('OPPSLAG_URL')
const HEADERS = { authorization: `Bearer ${setting('TOKEN')}`, accept: 'application/json' }

const pages = new Pool(LISTE.origin, { connections: 1, pipelining: 1 })
const lookUps = new Pool(LISTE.origin, { connections: SLOTS, pipelining: 1 })

export function createPool(max: number): Database {
  const pool = new Database({ connectionString: DATABASE_URL, max })
  pool.on('error', () => undefined)
  return pool
}

export async function readPage(fra: number): Promise<readonly Event[]> {
  const path = `${LISTE.pathname}?fraSekvensnummer=${fra}&antall=${ANTALL}`
  const { statusCode, body } = await pages.request({ method: 'GET', path, headers: HEADERS })
  if (statusCode !== 200) throw new Error(`the list answered ${statusCode}`)
  const page: { hendelser?: Event[] } = JSON.parse(await body.text())
  return page.hendelser ?? []
}

/** @returns the body as it came; null where there is no data */
export async function lookUp({ identifikator, gjelderPeriode }: Key): Promise<string | null> {
  const url = OPPSLAG.replace('{identifikator}', identifikator).replaceAll(
    '{gjelderPeriode}',
    gjelderPeriode,
  )
  const path = url.slice(LISTE.origin.length)
  const { statusCode, body } = await lookUps.request({ method: 'GET', path, headers: HEADERS })
  const text = await body.text()
  if (statusCode === 200) return text
  if (statusCode === 404) return null
  throw new Error(`the look-up answered ${statusCode}`)
}

// An answer to an older event never replaces one to a newer: some contenders look the same key up
// twice at once.
const STORE = `
  insert into skatt.opplysning as stored (konsument, oppslag, identifikator, gjelder_periode, tilstand,
    data, hentet_at, endret_at, versjon, liste, sekvensnummer)
  select 'egen', 'inntekt', identifikator, gjelder_periode,
         case when data is null then 'ingen_data' else 'gjeldende' end,
         data, now(), now(), sekvensnummer, 'inntekt', sekvensnummer
    from unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[])
      as answer (identifikator, gjelder_periode, sekvensnummer, data)
   order by identifikator, gjelder_periode
      on conflict (konsument, identifikator, gjelder_periode, oppslag) do update
     set tilstand      = excluded.tilstand,
         data          = excluded.data,
         hentet_at     = excluded.hentet_at,
         endret_at     = excluded.endret_at,
         versjon       = excluded.versjon,
         sekvensnummer = excluded.sekvensnummer
   where stored.versjon <= excluded.versjon`

export type Queryable = Pick<PoolClient, 'query'>

/** @param answers in the order in which they came: of two about one key the last counts */
export async function storeAnswers(client: Queryable, answers: readonly Answer[]): Promise<void> {
  const newest = new Map<string, Answer>()
  for (const answer of answers) {
    const before = newest.get(keyOf(answer))
    if (before === undefined || before.sekvensnummer <= answer.sekvensnummer) {
      newest.set(keyOf(answer), answer)
    }
  }
  const rows = [...newest.values()]
  await client.query(STORE, [
    rows.map(({ identifikator }) => identifikator),
    rows.map(({ gjelderPeriode }) => gjelderPeriode),
    rows.map(({ sekvensnummer }) => sekvensnummer),
    rows.map(({ data }) => data),
  ])
}

export function keyOf({ identifikator, gjelderPeriode }: Key): string {
  return `${identifikator} ${gjelderPeriode}`
}

/** One for each key, with the number of its newest event, in key order: no two statements deadlock. */
export function tasksOf(events: readonly Event[]): readonly Task[] {
  const newest = new Map<string, Task>()
  for (const { sekvensnummer, identifikator, gjelderPeriode } of events) {
    newest.set(keyOf({ identifikator, gjelderPeriode }), {
      identifikator,
      gjelderPeriode,
      sekvensnummer,
    })
  }
  return [...newest.values()].toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

export async function inTransaction<Result>(
  pool: Database,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
