/**
 * A company's fastsatt skattemelding. Its versions serve different income years: v4 serves 2024 and
 * 2025, url.md of March 2024 has v2. SMU-007 is no data and SMU-009 an unknown identifikator. A
 * skattemelding in a form that is not served is SMU-011 (422), which is no deletion.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const skattemeldingUpersonlig: Oppslag = {
  id: 'skattemelding-upersonlig',
  tittel: 'Skattemelding upersonlig API',
  vert: 'skattemeldingupersonlig',
  scopes: ['skatteetaten:skattemeldingupersonlig'],
  rettighetspakker: ['ssb'],
  adresser: {
    '2024': {
      sti: '/v4/fastsatt/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: false,
    },
    '2022': {
      sti:
        '/api/formueinntekt/skattemeldingupersonlig/v2/fastsatt' +
        '/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: true,
    },
  },
  periode: 'aar',
  om: 'virksomheter',
  feilkoder: 'SMU',
  svar: [
    { status: 404, kode: 'SMU-007', betyr: 'ingen_data' },
    { status: 404, kode: 'SMU-009', betyr: 'ingen_data' },
    { status: 410, kode: 'SMU-010', betyr: 'slettet' },
  ],
  kilde: 'api-dokumentasjon: docs/api/skattemeldingupersonlig.md; host: docs/om/url.md',
}
