/** What the tables hold, as a test reads it. */
import { EGEN } from '../../src/domain/ids.ts'
import type { VentendeOppslag } from '../../src/domain/nokkel.ts'
import { saveFulgteOppslag } from '../../src/store/fulgt-oppslag.ts'
import { nextLookUps } from '../../src/store/next-look-ups.ts'
import { createPosisjon } from '../../src/store/position.ts'
import type { Pool } from '../../src/store/pool.ts'
import type { Settlement } from '../../src/store/settle.ts'
import { LISTE, nummer, OPPSLAG } from './builders.ts'
import { until } from './until.ts'

export const KEY = { konsument: EGEN, liste: LISTE }

/** Begins to follow the list of the builders at `neste`. */
export async function following(pool: Pool, neste = 1): Promise<void> {
  const kilde = { adresse: 'http://127.0.0.1/', klient: 'test', rettighetspakker: {} }
  await createPosisjon(pool, KEY, { neste: nummer(neste), kilde, startdato: '0' })
}

/** What is due of an oppslag for ourselves. */
export async function dueOf(
  pool: Pool,
  oppslag: string,
  limit = 10,
): Promise<readonly VentendeOppslag[]> {
  return nextLookUps(pool, [{ konsument: EGEN, oppslag: [oppslag], known: 0 }], limit)
}

/** The one nøkkel that is due. */
export async function theOneDue(pool: Pool): Promise<VentendeOppslag> {
  const due = await dueOf(pool, OPPSLAG)
  const [only, ...others] = due
  if (!only || others.length > 0) throw new Error(`${due.length} nøkler are due`)
  return only
}

/** The list of the builders is followed for everyone, with this oppslag, an API of its own. */
export async function followedOppslag(
  pool: Pool,
  oppslag: string = OPPSLAG,
  bareBevakede = false,
): Promise<void> {
  const row = { konsument: EGEN, liste: LISTE, oppslag, api: oppslag, harPeriode: true }
  await saveFulgteOppslag(pool, [{ ...row, bareBevakede }])
}

/** The list of the builders is followed for those on the watch list, who are none yet. */
export async function watching(pool: Pool): Promise<void> {
  await followedOppslag(pool, OPPSLAG, true)
}

/** An answer with this data to each nøkkel that is due. */
export async function answered(pool: Pool, data: string): Promise<readonly Settlement[]> {
  const due = await dueOf(pool, OPPSLAG, 1_000)
  return due.map((nokkel) => ({ kind: 'answered', nokkel, svar: { kind: 'data', data } }))
}

export async function countOf(pool: Pool, table: string): Promise<number> {
  const { rows } = await pool.query<{ count: bigint }>(`select count(*) as count from ${table}`)
  return Number(rows[0]?.count)
}

export type StoredOpplysning = {
  readonly tilstand: string
  readonly data: string | null
  readonly sekvensnummer: bigint | null
}

export async function opplysninger(pool: Pool): Promise<readonly StoredOpplysning[]> {
  const { rows } = await pool.query<StoredOpplysning>(`
    select tilstand, data::text as data, sekvensnummer
      from skatt.opplysning
     order by identifikator, gjelder_periode, oppslag`)
  return rows
}

/** The types of all endringer, in the order of the feed. */
export async function endringer(pool: Pool): Promise<readonly string[]> {
  await feedIsOpen(pool)
  const { rows } = await pool.query<{ type: string }>(`
    select type from skatt.endringer_etter('0', 0, 1000)`)
  return rows.map(({ type }) => type)
}

// A writer in any database of the server holds the feed up, and other test files are at work in
// theirs. Writers in this one are the test's own, and wanted.
const WRITERS_ELSEWHERE = `
  select backend_xid::text as xid
    from pg_stat_activity
   where backend_xid is not null
     and (datname is distinct from current_database() or backend_type <> 'client backend')`

/** Resolves when nothing but the test itself hides what it has committed from the feed. */
export async function feedIsOpen(pool: Pool): Promise<void> {
  const before = await writersElsewhere(pool)
  await until(async () => {
    const now = await writersElsewhere(pool)
    return !now.some((xid) => before.includes(xid))
  })
}

async function writersElsewhere(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ xid: string }>(WRITERS_ELSEWHERE)
  return rows.map(({ xid }) => xid)
}
