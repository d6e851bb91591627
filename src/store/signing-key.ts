/** Since when each signing key is used. */
import type { Pool } from './pool.ts'

const NOTE_USE = `
  insert into folger.signeringsnokkel as known (avtrykk)
  values ($1)
      on conflict (avtrykk) do update
     set sist_sett_at = now()
  returning (extract(epoch from forst_sett_at) * 1000)::float8 as "firstSeenMs"`

/**
 * @param avtrykk the key's thumbprint
 * @returns when a token was first given for it, in milliseconds since 1970, by the database's clock
 */
export async function noteSigningKey(pool: Pool, avtrykk: string): Promise<number> {
  const { rows } = await pool.query<{ firstSeenMs: number }>(NOTE_USE, [avtrykk])
  const [row] = rows
  if (row === undefined) throw new Error('the key was not noted')
  return row.firstSeenMs
}
