/**
 * Events about income reported in a-meldinger. A month's a-melding is due on the 5th of the next
 * and mostly complete on the 10th, so most events about a month come in between.
 *
 * gjelderPeriode is a month in the newer examples (`2023-01`) and a year in those of 2022 (`2018`).
 * hendelsetype does not come for now: "NB! For inntekt så leveres det foreløpig ikke informasjon i
 * type-feltet" (hendelser.md, July 2024).
 */
import type { Liste } from '../../domain/katalog.ts'

export const inntekt: Liste = {
  id: 'inntekt',
  tittel: 'Inntekt hendelser API',
  vert: 'inntekthendelser',
  scopes: ['skatteetaten:inntekt'],
  adresser: {
    '2024': { sti: '/v1/hendelser', bekreftet: false },
    '2022': { sti: '/api/innrapportert/inntektsmottaker/hendelser/', bekreftet: true },
  },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: ['inntekt'],
  kilde: 'api-dokumentasjon: docs/api/hendelser.md; host: docs/om/url.md',
}
