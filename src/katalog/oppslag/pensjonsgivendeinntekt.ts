/**
 * Pensjonsgivende inntekt for pension companies. No deletion code is documented. The 2022 path has
 * no rettighetspakke: it came with the new hosts ("Rettighetspakke må nå oppgis", url.md).
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const pensjonsgivendeinntekt: Oppslag = {
  id: 'pensjonsgivendeinntekt',
  tittel: 'Pensjonsgivende inntekt API',
  vert: 'pgi',
  scopes: ['skatteetaten:pensjonsgivendeinntekt'],
  rettighetspakker: [
    'maritimPensjonskassePensjonstillegg',
    'pensjonskasseEtteroppgjoerUfoerAfp',
    'pensjonskasseLivsvarigAfpAnnenInntekt',
  ],
  adresser: {
    '2024': { sti: '/v1/{rettighetspakke}/{gjelderPeriode}/{identifikator}', bekreftet: false },
    '2022': {
      sti: '/api/formueinntekt/pensjonsgivendeinntekt/{gjelderPeriode}/{identifikator}',
      bekreftet: true,
    },
  },
  periode: 'aar',
  om: 'personer',
  feilkoder: 'PIA',
  svar: [
    { status: 404, kode: 'PIA-007', betyr: 'ingen_data' },
    { status: 404, kode: 'PIA-008', betyr: 'ingen_data' },
  ],
  kilde: 'api-dokumentasjon: docs/api/pgi.md; host: docs/om/url.md; 2022: navikt/tortuga',
}
