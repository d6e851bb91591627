/** Whether each API takes calls for each konsument, as operators see it. Nothing here decides anything. */
import type { FaultCode } from '../domain/errors.ts'
import type { Pool } from './pool.ts'

export type ApiPause = {
  readonly feil: string
  readonly feilklasse: FaultCode
  readonly waitMs: number
  readonly pauses: number
}

const PAUSED = `
  insert into folger.api_tilstand as state (api, konsument, tilstand, feil, feilklasse, neste_at, pauser)
  select $1, konsument, 'pauset', $3, $4, now() + make_interval(secs => $5 / 1000.0), $6
    from unnest($2::text[]) as konsument
   order by konsument
      on conflict (api, konsument) do update
     set tilstand   = excluded.tilstand,
         feil       = excluded.feil,
         feilklasse = excluded.feilklasse,
         neste_at   = excluded.neste_at,
         pauser     = excluded.pauser,
         siden_at   = case when state.tilstand = 'pauset' then state.siden_at else now() end`

const CALLING = `
  update folger.api_tilstand
     set tilstand = 'kaller', neste_at = null, pauser = 0, siden_at = now()
   where api = $1 and konsument = any ($2) and tilstand <> 'kaller'`

/** @param pause null when the API answers them again */
export async function saveApiState(
  pool: Pool,
  api: string,
  konsumenter: readonly string[],
  pause: ApiPause | null,
): Promise<void> {
  if (pause === null) await pool.query(CALLING, [api, konsumenter])
  else {
    const { feil, feilklasse, waitMs, pauses } = pause
    await pool.query(PAUSED, [api, konsumenter, feil, feilklasse, waitMs, pauses])
  }
}
