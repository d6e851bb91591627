/**
 * A næringsspesifikasjon. Its versions serve different income years: v5 serves 2024 and 2025, v4
 * served 2022 and 2023, and url.md of March 2024 has v3. A year that a version does not serve is
 * NS-011 (422), which is no deletion. The optional parameter gjelderpaaTidspunkt is not used.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const naeringsspesifikasjon: Oppslag = {
  id: 'naeringsspesifikasjon',
  tittel: 'Næringsspesifikasjon API',
  vert: 'naeringsspesifikasjon',
  scopes: ['skatteetaten:naeringsspesifikasjon'],
  rettighetspakker: ['ldirTotalregnskap', 'ssb'],
  adresser: {
    '2024': { sti: '/v5/{rettighetspakke}/{gjelderPeriode}/{identifikator}', bekreftet: false },
    '2022': {
      sti:
        '/api/formueinntekt/naeringsspesifikasjon/v3' +
        '/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: true,
    },
  },
  periode: 'aar',
  om: 'begge',
  feilkoder: 'NS',
  svar: [
    { status: 404, kode: 'NS-007', betyr: 'ingen_data' },
    { status: 404, kode: 'NS-008', betyr: 'ingen_data' },
    { status: 410, kode: 'NS-010', betyr: 'slettet' },
  ],
  kilde: 'api-dokumentasjon: docs/api/naeringsspesifikasjon.md; host: docs/om/url.md',
}
