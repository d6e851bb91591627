/**
 * Events about employments. Its address and fields are not documented in reach; the host label is
 * only a name here. See its oppslagstjeneste for why that one can't be asked yet.
 *
 * The list does not use FA codes but those of its oppslagstjeneste (hendelser.md). ARBEIDSFORHOLD-007
 * as "no events" is inferred: it is the only 404 of that table that does not mean an unknown address.
 */
import type { Liste } from '../../domain/katalog.ts'

export const arbeidsforhold: Liste = {
  id: 'arbeidsforhold',
  tittel: 'Arbeidsforhold hendelser API',
  vert: 'arbeidsforholdhendelser',
  scopes: ['skatteetaten:arbeidsforhold'],
  adresser: { '2024': null, '2022': null },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'ARBEIDSFORHOLD',
  ingenHendelser: ['ARBEIDSFORHOLD-007'],
  oppslag: ['arbeidsforhold'],
  kilde: 'api-dokumentasjon: docs/api/hendelser.md, docs/api/arbeidsforhold.md',
}
