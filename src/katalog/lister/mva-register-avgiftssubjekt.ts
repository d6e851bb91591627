/**
 * Events about organisations in the mva-register. The look-up key is the organisasjonsnummer; the
 * list's own fields are not documented and are taken to be the usual ones.
 *
 * The list does not use FA codes but those of its oppslagstjeneste (hendelser.md). MRA-007 as "no
 * events" is inferred: it is the only 404 of that table that does not mean an unknown address.
 */
import type { Liste } from '../../domain/katalog.ts'

export const mvaRegisterAvgiftssubjekt: Liste = {
  id: 'mva-register-avgiftssubjekt',
  tittel: 'Mva-register - avgiftssubjekter med skattemeldingsplikt hendelser API',
  vert: 'mvaregisterhendelser',
  scopes: ['skatteetaten:mvaregisteravgiftssubjekt'],
  adresser: {
    '2024': { sti: '/v1/hendelser', bekreftet: false },
    '2022': {
      sti: '/api/merverdiavgift/mvaregister/avgiftssubjekter/hendelser/',
      bekreftet: true,
    },
  },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'MRA',
  ingenHendelser: ['MRA-007'],
  oppslag: ['mva-register-avgiftssubjekt'],
  kilde:
    'api-dokumentasjon: docs/api/mvaregisteravgiftssubjekt.md, docs/api/hendelser.md; ' +
    'host: docs/om/url.md; 2022: reference_hendelseslister',
}
