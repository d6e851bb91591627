/**
 * What an underenhet has reported for the months asked for. Host and path are not found; the host
 * label is only a name here.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const underenhetAOrdningen: Oppslag = {
  id: 'underenhet-a-ordningen',
  tittel: 'Underenhet fra A-ordningen API',
  vert: 'underenhetaordningen',
  scopes: ['skatteetaten:underenhetaordningen'],
  rettighetspakker: ['nav'],
  adresser: { '2024': null, '2022': null },
  periode: 'maaned',
  om: 'virksomheter',
  feilkoder: 'UFA',
  svar: [
    { status: 404, kode: 'UFA-007', betyr: 'ingen_data' },
    { status: 410, kode: 'UFA-009', betyr: 'slettet' },
  ],
  kilde: 'api-dokumentasjon: docs/api/underenhetaordningen.md',
}
