/** Whether each API takes calls, as operators see it. Nothing here decides anything. */
import type { Pool } from './pool.ts'

export type ApiPause = { readonly feil: string; readonly waitMs: number; readonly pauses: number }

const PAUSED = `
  insert into folger.api_tilstand as state (api, tilstand, feil, neste_at, pauser)
  values ($1, 'pauset', $2, now() + make_interval(secs => $3 / 1000.0), $4)
      on conflict (api) do update
     set tilstand = excluded.tilstand,
         feil     = excluded.feil,
         neste_at = excluded.neste_at,
         pauser   = excluded.pauser,
         siden_at = case when state.tilstand = 'pauset' then state.siden_at else now() end`

const CALLING = `
  update folger.api_tilstand
     set tilstand = 'kaller', neste_at = null, pauser = 0, siden_at = now()
   where api = $1 and tilstand <> 'kaller'`

/** @param pause null when the API answers again */
export async function saveApiState(pool: Pool, api: string, pause: ApiPause | null): Promise<void> {
  if (pause === null) await pool.query(CALLING, [api])
  else await pool.query(PAUSED, [api, pause.feil, pause.waitMs, pause.pauses])
}
