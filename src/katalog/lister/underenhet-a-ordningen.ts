/**
 * Events about underenheter in A-ordningen. Its address and fields are not documented in reach; the
 * host label is only a name here.
 *
 * The list does not use FA codes but those of its oppslagstjeneste (hendelser.md). UFA-007 as "no
 * events" is inferred: it is the only 404 of that table that does not mean an unknown address.
 */
import type { Liste } from '../../domain/katalog.ts'

export const underenhetAOrdningen: Liste = {
  id: 'underenhet-a-ordningen',
  tittel: 'Underenhet fra A-ordningen hendelser API',
  vert: 'underenhetaordningenhendelser',
  scopes: ['skatteetaten:underenhetaordningen'],
  adresser: { '2024': null, '2022': null },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'UFA',
  ingenHendelser: ['UFA-007'],
  oppslag: ['underenhet-a-ordningen'],
  kilde: 'api-dokumentasjon: docs/api/hendelser.md, docs/api/underenhetaordningen.md',
}
