/** Summert skattegrunnlag of a company. The 2022 path follows that of skattemeldingupersonlig/v1. */
import type { Oppslag } from '../../domain/katalog.ts'

export const summertskattegrunnlagupersonlig: Oppslag = {
  id: 'summertskattegrunnlagupersonlig',
  tittel: 'Summert skattegrunnlag upersonlig API',
  vert: 'summertskattegrunnlagupersonlig',
  scopes: ['skatteetaten:summertskattegrunnlagupersonlig'],
  rettighetspakker: ['ssb'],
  adresser: {
    '2024': { sti: '/v1/{rettighetspakke}/{gjelderPeriode}/{identifikator}', bekreftet: false },
    '2022': {
      sti:
        '/api/formueinntekt/summertskattegrunnlagupersonlig/v1' +
        '/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: false,
    },
  },
  periode: 'aar',
  om: 'virksomheter',
  feilkoder: 'SSU',
  svar: [
    { status: 404, kode: 'SSU-007', betyr: 'ingen_data' },
    { status: 404, kode: 'SSU-008', betyr: 'ingen_data' },
    { status: 410, kode: 'SSU-010', betyr: 'slettet' },
  ],
  kilde: 'api-dokumentasjon: docs/api/summertskattegrunnlagupersonlig.md; host: docs/om/url.md',
}
