/**
 * Events about pensjonsgivende inntekt for folketrygden. Nav reads this list in production.
 *
 * Past its end it seems to answer 200 with an empty list: Nav's reader fails on any other status and
 * asks every 30 seconds. The 2022 address has only been seen in a test of Nav's, without the last
 * slash that url.md says it had.
 */
import type { Liste } from '../../domain/katalog.ts'

export const pensjonsgivendeInntektFolketrygden: Liste = {
  id: 'pensjonsgivende-inntekt-folketrygden',
  tittel: 'Pensjonsgivende inntekt for folketrygden hendelser API',
  vert: 'pgiforfolketrygdenhendelser',
  scopes: ['skatteetaten:pensjonsgivendeinntektforfolketrygden'],
  adresser: {
    '2024': { sti: '/v1/hendelser', bekreftet: true },
    '2022': {
      sti: '/api/formueinntekt/pensjonsgivendeinntektforfolketrygden/hendelser/',
      bekreftet: false,
    },
  },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: ['pensjonsgivende-inntekt-folketrygden'],
  kilde:
    'navikt/pgi-les-hendelse-skatt: gcp-nais-prod.yaml; host: api-dokumentasjon docs/om/url.md',
}
