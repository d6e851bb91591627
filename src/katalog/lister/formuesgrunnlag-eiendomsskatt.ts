/**
 * Events about the assessed values that eiendomsskatt is based on. The fields of its events are not
 * documented; see its oppslagstjeneste for why that one can't be asked yet.
 *
 * The list does not use FA codes but those of its oppslagstjeneste (hendelser.md). FGS-007 as "no
 * events" is inferred: it is the only 404 of that table that does not mean an unknown address.
 */
import type { Liste } from '../../domain/katalog.ts'

export const formuesgrunnlagEiendomsskatt: Liste = {
  id: 'formuesgrunnlag-eiendomsskatt',
  tittel: 'Formuesgrunnlag for eiendomsskatt hendelser API',
  vert: 'formuesgrunnlageiendomsskatthendelser',
  scopes: ['skatteetaten:formuesgrunnlageiendomsskatt'],
  adresser: { '2024': { sti: '/v1/hendelser', bekreftet: false }, '2022': null },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FGS',
  ingenHendelser: ['FGS-007'],
  oppslag: ['formuesgrunnlag-eiendomsskatt'],
  kilde: 'api-dokumentasjon: docs/api/hendelser.md; host: docs/om/url.md',
}
