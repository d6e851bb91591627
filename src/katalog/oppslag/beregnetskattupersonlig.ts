/** Calculated tax of a company. The 2022 path follows that of skattemeldingupersonlig/v1. */
import type { Oppslag } from '../../domain/katalog.ts'

export const beregnetskattupersonlig: Oppslag = {
  id: 'beregnetskattupersonlig',
  tittel: 'Beregnet skatt upersonlig API',
  vert: 'beregnetskattupersonlig',
  scopes: ['skatteetaten:beregnetskattupersonlig'],
  rettighetspakker: ['ssb'],
  adresser: {
    '2024': { sti: '/v1/{rettighetspakke}/{gjelderPeriode}/{identifikator}', bekreftet: false },
    '2022': {
      sti:
        '/api/formueinntekt/beregnetskattupersonlig/v1' +
        '/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: false,
    },
  },
  periode: 'aar',
  om: 'virksomheter',
  feilkoder: 'BUP',
  svar: [
    { status: 404, kode: 'BUP-007', betyr: 'ingen_data' },
    { status: 404, kode: 'BUP-008', betyr: 'ingen_data' },
    { status: 410, kode: 'BUP-010', betyr: 'slettet' },
  ],
  kilde: 'api-dokumentasjon: docs/api/beregnetskattupersonlig.md; host: docs/om/url.md',
}
