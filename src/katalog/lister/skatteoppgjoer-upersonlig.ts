/**
 * Events about skatteoppgjør of companies. Its 2022 address is not documented and follows that of
 * skatteoppgjoer; hendelsetype and registreringstidspunkt are taken to come as they do there.
 */
import type { Liste } from '../../domain/katalog.ts'

export const skatteoppgjoerUpersonlig: Liste = {
  id: 'skatteoppgjoer-upersonlig',
  tittel: 'Skatteoppgjør upersonlig hendelser API',
  vert: 'skatteoppgjoerupersonlighendelser',
  scopes: [
    'skatteetaten:beregnetskattupersonlig',
    'skatteetaten:skatteberegningsgrunnlagupersonlig',
    'skatteetaten:summertskattegrunnlagupersonlig',
    'skatteetaten:skattepliktupersonlig',
  ],
  adresser: {
    '2024': { sti: '/v1/hendelser', bekreftet: false },
    '2022': { sti: '/api/formueinntekt/skatteoppgjoerupersonlig/hendelser/', bekreftet: false },
  },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: [
    'beregnetskattupersonlig',
    'summertskattegrunnlagupersonlig',
    'skatteberegningsgrunnlagupersonlig',
    'skattepliktupersonlig',
  ],
  kilde: 'api-dokumentasjon: docs/api/hendelser.md; host: docs/om/url.md',
}
