/** What becomes of nøkler whose look-up failed by their own fault: asked again later, or set aside (P10). */
import type { Fault } from '../domain/errors.ts'
import type { VentendeOppslag } from '../domain/nokkel.ts'
import { nokkelColumns } from './nokkel-columns.ts'
import type { Client } from './pool.ts'

export type Parking = { readonly nokkel: VentendeOppslag; readonly fault: Fault }
export type PuttingOff = Parking & { readonly delayMs: number; readonly costsTry: boolean }

// Only the versjon that was looked up is put off: after a newer event the nøkkel is due as it is.
const PUT_OFF = `
  update folger.ventende_oppslag as pending
     set forsok     = pending.forsok + failed.costs_try::int,
         forfall_at = now() + make_interval(secs => failed.delay_ms / 1000.0),
         siste_feil = failed.feilklasse
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::bigint[],
                $8::boolean[])
      as failed (konsument, oppslag, identifikator, gjelder_periode, versjon, feilklasse, delay_ms,
                 costs_try)
   where pending.konsument       = failed.konsument
     and pending.oppslag         = failed.oppslag
     and pending.identifikator   = failed.identifikator
     and pending.gjelder_periode = failed.gjelder_periode
     and pending.versjon         = failed.versjon`

/** Must run while settle.ts holds the waiting rows. */
export async function putOff(client: Client, failed: readonly PuttingOff[]): Promise<void> {
  if (failed.length === 0) return
  await client.query(PUT_OFF, [
    ...nokkelColumns(failed.map(({ nokkel }) => nokkel)),
    failed.map(({ nokkel }) => nokkel.versjon),
    failed.map(({ fault }) => fault.code),
    failed.map(({ delayMs }) => delayMs),
    failed.map(({ costsTry }) => costsTry),
  ])
}

// The first time and reason stay when a nøkkel is parked again; what it was parked for is what came last.
const PARK = `
  with failed as (
    select konsument, oppslag, identifikator, gjelder_periode, versjon, feilklasse, status, kode
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[],
                  $7::smallint[], $8::text[])
        as failed (konsument, oppslag, identifikator, gjelder_periode, versjon, feilklasse, status, kode)
  ),
  removed as (
    delete from folger.ventende_oppslag as pending
     using failed
     where pending.konsument       = failed.konsument
       and pending.oppslag         = failed.oppslag
       and pending.identifikator   = failed.identifikator
       and pending.gjelder_periode = failed.gjelder_periode
       and pending.versjon         = failed.versjon
    returning pending.konsument, pending.oppslag, pending.identifikator, pending.gjelder_periode,
              pending.versjon, pending.liste, pending.nyeste_sekvensnummer, pending.aarsak,
              pending.eldste_mottatt_at, pending.ajour_foer_at, pending.forsok + 1 as forsok, failed.feilklasse, failed.status, failed.kode
  )
  insert into folger.parkert_oppslag as parked (konsument, oppslag, identifikator, gjelder_periode,
    versjon, liste, nyeste_sekvensnummer, aarsak, eldste_mottatt_at, ajour_foer_at, forsok, feilklasse,
    status, kode)
  select konsument, oppslag, identifikator, gjelder_periode, versjon, liste, nyeste_sekvensnummer, aarsak,
         eldste_mottatt_at, ajour_foer_at, forsok, feilklasse, status, kode
    from removed
   order by 1, 2, 3, 4
      on conflict (konsument, oppslag, identifikator, gjelder_periode) do update
     set versjon              = excluded.versjon,
         liste                = excluded.liste,
         nyeste_sekvensnummer = excluded.nyeste_sekvensnummer,
         forsok               = excluded.forsok,
         feilklasse           = excluded.feilklasse,
         status               = excluded.status,
         kode                 = excluded.kode,
         siste_at             = now()`

/** Must run while settle.ts holds the waiting rows. */
export async function park(client: Client, failed: readonly Parking[]): Promise<void> {
  if (failed.length === 0) return
  await client.query(PARK, [
    ...nokkelColumns(failed.map(({ nokkel }) => nokkel)),
    failed.map(({ nokkel }) => nokkel.versjon),
    failed.map(({ fault }) => fault.code),
    failed.map(({ fault }) => fault.status ?? null),
    failed.map(({ fault }) => fault.kode ?? null),
  ])
}
