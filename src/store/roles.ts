/** The roles that others work with in our database, and what they may read. */
import { command, type Effect, EFFECT } from './drift.ts'
import type { Pool } from './pool.ts'

export const ROLES = [
  'hendelsesfolger_leser',
  'hendelsesfolger_bevaker',
  'hendelsesfolger_skriver',
  'hendelsesfolger_operatoer',
] as const

export const GRANT_RIGHTS = `select folger.gi_rettigheter()`

/** Gives the roles that are there what they may do. Changes nothing where they have it. */
export async function grantRights(pool: Pool): Promise<void> {
  await pool.query(GRANT_RIGHTS)
}

const MISSING = `
  select role as "role"
    from unnest($1::text[]) as role
   where to_regrole(role) is null`

export async function missingRoles(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ role: string }>(MISSING, [ROLES])
  return rows.map(({ role }) => role)
}

export type Reader = { readonly role: string; readonly konsument: string }

const READERS = `
  select rolle     as "role",
         konsument as "konsument"
    from drift.lesetilgang
   order by rolle, konsument`

export async function listReaders(pool: Pool): Promise<readonly Reader[]> {
  return (await pool.query<Reader>(READERS)).rows
}

const ADD = `${EFFECT} drift.gi_lesetilgang(rolle => $1, konsument => $2, dry_run => $3)`

/** @param konsument `*`: all there are and will be */
export function addReader(
  pool: Pool,
  { role, konsument }: Reader,
  dryRun: boolean,
): Promise<Effect> {
  return command(pool, ADD, [role, konsument, dryRun])
}

const REMOVE = `${EFFECT} drift.fjern_lesetilgang(rolle => $1, konsument => $2, dry_run => $3)`

/** @param konsument null: all that it has */
export function removeReader(
  pool: Pool,
  role: string,
  konsument: string | null,
  dryRun: boolean,
): Promise<Effect> {
  return command(pool, REMOVE, [role, konsument, dryRun])
}
