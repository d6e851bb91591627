/**
 * Tilleggsskatt of a person or a company (of companies, only AS). No deletion code is documented.
 * The 2022 path is inferred from that of its hendelsesliste.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const tilleggsskatt: Oppslag = {
  id: 'tilleggsskatt',
  tittel: 'Tilleggsskatt API',
  vert: 'tilleggsskatt',
  scopes: ['skatteetaten:tilleggsskatt'],
  rettighetspakker: ['ssb'],
  adresser: {
    '2024': { sti: '/v1/{rettighetspakke}/{gjelderPeriode}/{identifikator}', bekreftet: false },
    '2022': {
      sti: '/api/formueinntekt/tilleggsskatt/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: false,
    },
  },
  periode: 'aar',
  om: 'begge',
  feilkoder: 'TSA',
  svar: [
    { status: 404, kode: 'TSA-007', betyr: 'ingen_data' },
    { status: 404, kode: 'TSA-008', betyr: 'ingen_data' },
  ],
  kilde: 'api-dokumentasjon: docs/api/tilleggsskatt.md; host: docs/om/url.md',
}
