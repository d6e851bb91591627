/**
 * The selskapsmelding of a company with deltakerfastsetting. SME-010, "finnes ikke lenger", is
 * documented with 406 where the general rule is 410: both are taken. Host and path are not found;
 * the host label is only a name here.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const selskapsmelding: Oppslag = {
  id: 'selskapsmelding',
  tittel: 'Selskapsmelding API',
  vert: 'selskapsmelding',
  scopes: ['skatteetaten:selskapsmelding'],
  rettighetspakker: ['ssb'],
  adresser: { '2024': null, '2022': null },
  periode: 'aar',
  om: 'virksomheter',
  feilkoder: 'SME',
  svar: [
    { status: 404, kode: 'SME-007', betyr: 'ingen_data' },
    { status: 404, kode: 'SME-008', betyr: 'ingen_data' },
    { status: 406, kode: 'SME-010', betyr: 'slettet' },
    { status: 410, kode: 'SME-010', betyr: 'slettet' },
  ],
  kilde: 'api-dokumentasjon: docs/api/selskapsmelding.md (March 2026)',
}
