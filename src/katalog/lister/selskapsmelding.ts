/**
 * Events about selskapsmeldinger of companies with deltakerfastsetting. Its address and fields are
 * not documented in reach; the host label is only a name here.
 */
import type { Liste } from '../../domain/katalog.ts'

export const selskapsmelding: Liste = {
  id: 'selskapsmelding',
  tittel: 'Selskapsmelding hendelser API',
  vert: 'selskapsmeldinghendelser',
  scopes: ['skatteetaten:selskapsmelding'],
  adresser: { '2024': null, '2022': null },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: ['selskapsmelding'],
  kilde: 'api-dokumentasjon: docs/api/hendelser.md, docs/api/selskapsmelding.md',
}
