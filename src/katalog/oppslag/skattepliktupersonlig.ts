/** What a company is skattepliktig for. The 2022 path follows that of skattemeldingupersonlig/v1. */
import type { Oppslag } from '../../domain/katalog.ts'

export const skattepliktupersonlig: Oppslag = {
  id: 'skattepliktupersonlig',
  tittel: 'Skatteplikt upersonlig API',
  vert: 'skattepliktupersonlig',
  scopes: ['skatteetaten:skattepliktupersonlig'],
  rettighetspakker: ['ssb'],
  adresser: {
    '2024': { sti: '/v1/{rettighetspakke}/{gjelderPeriode}/{identifikator}', bekreftet: false },
    '2022': {
      sti:
        '/api/formueinntekt/skattepliktupersonlig/v1' +
        '/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: false,
    },
  },
  periode: 'aar',
  om: 'virksomheter',
  feilkoder: 'SUP',
  svar: [
    { status: 404, kode: 'SUP-007', betyr: 'ingen_data' },
    { status: 404, kode: 'SUP-008', betyr: 'ingen_data' },
    { status: 410, kode: 'SUP-010', betyr: 'slettet' },
  ],
  kilde: 'api-dokumentasjon: docs/api/skattepliktupersonlig.md; host: docs/om/url.md',
}
