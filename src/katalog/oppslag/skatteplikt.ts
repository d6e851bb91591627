/** What a person is skattepliktig for. No deletion code is documented. */
import type { Oppslag } from '../../domain/katalog.ts'

export const skatteplikt: Oppslag = {
  id: 'skatteplikt',
  tittel: 'Skatteplikt API',
  vert: 'skatteplikt',
  scopes: ['skatteetaten:skatteplikt'],
  rettighetspakker: ['distribusjon', 'ssb'],
  adresser: {
    '2024': { sti: '/v2/{rettighetspakke}/{gjelderPeriode}/{identifikator}', bekreftet: false },
    '2022': {
      sti: '/api/formueinntekt/skatteplikt/v2/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: true,
    },
  },
  periode: 'aar',
  om: 'personer',
  feilkoder: 'SP',
  svar: [
    { status: 404, kode: 'SP-007', betyr: 'ingen_data' },
    { status: 404, kode: 'SP-008', betyr: 'ingen_data' },
  ],
  kilde: 'api-dokumentasjon: docs/api/skatteplikt.md; host: docs/om/url.md',
}
