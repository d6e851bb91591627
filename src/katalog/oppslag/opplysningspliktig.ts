/**
 * What an employer has reported for a period, monthly by the example. OAF-009, "slettet for periode",
 * is documented with 406 where the general rule is 410: both are taken. The page marks its table as
 * to be updated (February 2025), so look again before relying on it. Host and path are not found;
 * the host label is only a name here.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const opplysningspliktig: Oppslag = {
  id: 'opplysningspliktig',
  tittel: 'Opplysningspliktig API',
  vert: 'opplysningspliktig',
  scopes: ['skatteetaten:opplysningspliktig'],
  rettighetspakker: ['ssb'],
  adresser: { '2024': null, '2022': null },
  periode: 'maaned',
  om: 'virksomheter',
  feilkoder: 'OAF',
  svar: [
    { status: 404, kode: 'OAF-007', betyr: 'ingen_data' },
    { status: 406, kode: 'OAF-009', betyr: 'slettet' },
    { status: 410, kode: 'OAF-009', betyr: 'slettet' },
  ],
  kilde: 'api-dokumentasjon: docs/api/opplysningspliktig.md',
}
