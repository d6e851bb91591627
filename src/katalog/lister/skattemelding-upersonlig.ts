/**
 * Events about fastsatte skattemeldinger of companies.
 *
 * Two generations of scopes: the documentation of July 2024 names skattemeldingupersonlig alone, that
 * of December 2022 the three others. The newer is asked for first.
 */
import type { Liste } from '../../domain/katalog.ts'

export const skattemeldingUpersonlig: Liste = {
  id: 'skattemelding-upersonlig',
  tittel: 'Skattemelding upersonlig hendelser API',
  vert: 'skattemeldingupersonlighendelser',
  scopes: [
    'skatteetaten:skattemeldingupersonlig',
    'skatteetaten:skattemelding',
    'skatteetaten:summertskattegrunnlag',
    'skatteetaten:spesifisertsummertskattegrunnlag',
  ],
  adresser: {
    '2024': { sti: '/v1/hendelser', bekreftet: false },
    '2022': {
      sti: '/api/formueinntekt/skattemeldingupersonlig/fastsatt/hendelser/',
      bekreftet: true,
    },
  },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: ['skattemelding-upersonlig'],
  kilde:
    'api-dokumentasjon: docs/api/hendelser.md; host: docs/om/url.md; ' +
    '2022: reference_hendelseslister',
}
