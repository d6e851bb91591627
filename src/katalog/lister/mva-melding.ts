/**
 * Events about fastsatte mva-meldinger.
 *
 * The look-up key is a `referanse`, which the list is documented to give ("man kan benytte
 * hendelseslisten for å finne referanser", mvamelding.md). The name of its field is inferred, and
 * the list's other fields are not documented.
 *
 * The list does not use FA codes but those of its oppslagstjeneste (hendelser.md). MVA-007 as "no
 * events" is inferred: it is the only 404 of that table that does not mean an unknown address.
 */
import type { Liste } from '../../domain/katalog.ts'

export const mvaMelding: Liste = {
  id: 'mva-melding',
  tittel: 'Mva-melding hendelser API',
  vert: 'mvameldinghendelser',
  scopes: ['skatteetaten:mvamelding'],
  adresser: {
    '2024': { sti: '/v1/hendelser', bekreftet: false },
    '2022': { sti: '/api/merverdiavgift/mvamelding/hendelser/', bekreftet: true },
  },
  felt: {
    identifikator: 'referanse',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'MVA',
  ingenHendelser: ['MVA-007'],
  oppslag: ['mva-melding'],
  kilde:
    'api-dokumentasjon: docs/api/mvamelding.md, docs/api/hendelser.md; host: docs/om/url.md; ' +
    '2022: reference_hendelseslister',
}
