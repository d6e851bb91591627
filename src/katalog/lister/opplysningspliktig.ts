/**
 * Events about what employers have reported in a-meldinger. Its address and fields are not
 * documented in reach; the host label is only a name here.
 */
import type { Liste } from '../../domain/katalog.ts'

export const opplysningspliktig: Liste = {
  id: 'opplysningspliktig',
  tittel: 'Opplysningspliktig hendelser API',
  vert: 'opplysningspliktighendelser',
  scopes: ['skatteetaten:opplysningspliktig'],
  adresser: { '2024': null, '2022': null },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: ['opplysningspliktig'],
  kilde: 'api-dokumentasjon: docs/api/hendelser.md, docs/api/opplysningspliktig.md',
}
