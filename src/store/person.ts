/** All that is held about a person: told, erased, and named in the log without telling who it is. */
import { command, type Effect, EFFECT } from './drift.ts'
import type { Pool } from './pool.ts'

const REF_KEY = `select verdi as "key" from folger.hemmelighet where navn = 'ref'`

/** The key by which a person is named in the log. */
export async function loadRefKey(pool: Pool): Promise<Buffer> {
  const { rows } = await pool.query<{ key: Buffer }>(REF_KEY)
  const [row] = rows
  if (row === undefined) throw new Error('folger.hemmelighet has no ref: its row has been deleted')
  return row.key
}

const NOTE = `select folger.noter('export', jsonb_build_object('konsument', $1::text, 'personer', $2::int))`
const ALL_ABOUT = `select folger.alt_om(identifikator => $1, konsument => $2)::text as "json"`

/**
 * Every row about each of them, a JSON object in text for each. That it was asked is recorded first.
 *
 * @param konsument null: of all
 */
export async function exportPersons(
  pool: Pool,
  identifikatorer: readonly string[],
  konsument: string | null,
): Promise<readonly string[]> {
  await pool.query(NOTE, [konsument, identifikatorer.length])
  const found: string[] = []
  for (const identifikator of identifikatorer) {
    const { rows } = await pool.query<{ json: string }>(ALL_ABOUT, [identifikator, konsument])
    found.push(...rows.map(({ json }) => json))
  }
  return found
}

const FORGET = `${EFFECT} drift.forget(identifikatorer => $1, konsument => $2, dry_run => $3)`

/** @param konsument null: of all */
export function forgetPersons(
  pool: Pool,
  identifikatorer: readonly string[],
  konsument: string | null,
  dryRun: boolean,
): Promise<Effect> {
  return command(pool, FORGET, [identifikatorer, konsument, dryRun])
}

const REF = `select drift.ref(identifikator) as "ref" from unnest($1::text[]) with ordinality as given (identifikator, number) order by number`

/** What each of them is called in the log. */
export async function refsOf(
  pool: Pool,
  identifikatorer: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ ref: string }>(REF, [identifikatorer])
  return rows.map(({ ref }) => ref)
}
