/**
 * What a person owes or gets back after the skatteoppgjør. AR-007 is no data and AR-009 an unknown
 * identifikator. No deletion code is documented.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const avregning: Oppslag = {
  id: 'avregning',
  tittel: 'Avregning API',
  vert: 'avregning',
  scopes: ['skatteetaten:avregning'],
  rettighetspakker: ['distribusjon', 'norgesbank', 'ssb'],
  adresser: {
    '2024': { sti: '/v2/{rettighetspakke}/{gjelderPeriode}/{identifikator}', bekreftet: false },
    '2022': {
      sti: '/api/formueinntekt/avregning/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: false,
    },
  },
  periode: 'aar',
  om: 'personer',
  feilkoder: 'AR',
  svar: [
    { status: 404, kode: 'AR-007', betyr: 'ingen_data' },
    { status: 404, kode: 'AR-009', betyr: 'ingen_data' },
  ],
  kilde: 'api-dokumentasjon: docs/api/avregning.md; host: docs/om/url.md',
}
