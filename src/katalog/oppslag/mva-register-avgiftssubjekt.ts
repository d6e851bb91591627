/**
 * An organisation's registration in the mva-register, by its organisasjonsnummer. The host and /v1
 * are documented, the path after them is not found.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const mvaRegisterAvgiftssubjekt: Oppslag = {
  id: 'mva-register-avgiftssubjekt',
  tittel: 'Mva-register - avgiftssubjekter med skattemeldingsplikt API',
  vert: 'mvaregister',
  scopes: ['skatteetaten:mvaregisteravgiftssubjekt'],
  rettighetspakker: ['ssb'],
  adresser: { '2024': null, '2022': null },
  periode: 'ingen',
  om: 'virksomheter',
  feilkoder: 'MRA',
  svar: [{ status: 404, kode: 'MRA-007', betyr: 'ingen_data' }],
  kilde: 'api-dokumentasjon: docs/api/mvaregisteravgiftssubjekt.md; host: docs/om/url.md',
}
