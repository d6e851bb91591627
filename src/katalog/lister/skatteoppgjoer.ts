/**
 * Events about skatteoppgjør of persons: five oppslagstjenester hang on this one list. The first
 * skatteoppgjør of an income year come in late March, in great numbers.
 *
 * Not here: Spesifisert summert skattegrunnlag API. It got no 2024 address and was to be shut down
 * with the old ones on 17 October 2024, replaced by Summert skattegrunnlag v2, which takes its
 * scope too (url.md). Its 2022 address was
 * /api/formueinntekt/spesifisertsummertskattegrunnlag/{stadie}/{pakke}/{aar}/{id}.
 */
import type { Liste } from '../../domain/katalog.ts'

export const skatteoppgjoer: Liste = {
  id: 'skatteoppgjoer',
  tittel: 'Skatteoppgjør hendelser API',
  vert: 'skatteoppgjoerhendelser',
  scopes: [
    'skatteetaten:summertskattegrunnlag',
    'skatteetaten:beregnetskatt',
    'skatteetaten:avregning',
    'skatteetaten:skatteplikt',
    'skatteetaten:pensjonsgivendeinntekt',
    'skatteetaten:spesifisertsummertskattegrunnlag',
  ],
  adresser: {
    '2024': { sti: '/v1/hendelser', bekreftet: false },
    '2022': { sti: '/api/formueinntekt/skatteoppgjoer/hendelser/', bekreftet: true },
  },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: [
    'summertskattegrunnlag',
    'beregnetskatt',
    'avregning',
    'skatteplikt',
    'pensjonsgivendeinntekt',
  ],
  kilde:
    'api-dokumentasjon: docs/api/hendelser.md; host: docs/om/url.md; ' +
    '2022: reference_hendelseslister',
}
