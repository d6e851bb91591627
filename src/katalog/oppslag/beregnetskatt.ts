/**
 * Calculated tax of a person. BSA-007 is no data and BSA-009 an unknown identifikator. No deletion
 * code is documented. The 2022 path is as Nav called it in 2018 to 2020.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const beregnetskatt: Oppslag = {
  id: 'beregnetskatt',
  tittel: 'Beregnet skatt API',
  vert: 'beregnetskatt',
  scopes: ['skatteetaten:beregnetskatt'],
  rettighetspakker: [
    'finans',
    'forsikring',
    'husbanken',
    'kommuneLangtidsoppholdInstitusjon',
    'kommunePraktiskBistand',
    'kredittopplysning',
    'laanekassen',
    'ldirreindriftstilskudd',
    'norgesbank',
    'pensjonskasse',
    'ssb',
  ],
  adresser: {
    '2024': { sti: '/v2/{rettighetspakke}/{gjelderPeriode}/{identifikator}', bekreftet: false },
    '2022': {
      sti: '/api/formueinntekt/beregnetskatt/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: true,
    },
  },
  periode: 'aar',
  om: 'personer',
  feilkoder: 'BSA',
  svar: [
    { status: 404, kode: 'BSA-007', betyr: 'ingen_data' },
    { status: 404, kode: 'BSA-009', betyr: 'ingen_data' },
  ],
  kilde: 'api-dokumentasjon: docs/api/beregnetskatt.md; host: docs/om/url.md; 2022: navikt/tortuga',
}
