/**
 * A person's fastsatt skattemelding. Its versions serve different income years: v5 serves 2024 and
 * 2025, v4 served 2022 and 2023. SM-007 is no data and SM-009 an unknown identifikator. The optional
 * parameter gjelderPaaTidspunkt is not used: what is stored is what holds now.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const skattemeldingFastsatt: Oppslag = {
  id: 'skattemelding-fastsatt',
  tittel: 'Skattemelding API, fastsatt',
  vert: 'skattemelding',
  scopes: ['skatteetaten:skattemelding'],
  rettighetspakker: ['ldirTotalregnskap', 'ssb'],
  adresser: {
    '2024': {
      sti: '/v5/fastsatt/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: false,
    },
    '2022': {
      sti:
        '/api/formueinntekt/skattemelding/fastsatt' +
        '/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: true,
    },
  },
  periode: 'aar',
  om: 'personer',
  feilkoder: 'SM',
  svar: [
    { status: 404, kode: 'SM-007', betyr: 'ingen_data' },
    { status: 404, kode: 'SM-009', betyr: 'ingen_data' },
    { status: 410, kode: 'SM-010', betyr: 'slettet' },
  ],
  kilde: 'api-dokumentasjon: docs/api/skattemelding.md; host: docs/om/url.md',
}
