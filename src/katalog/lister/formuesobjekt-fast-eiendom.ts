/**
 * Events about real property as an object of wealth.
 *
 * Unlike the others: the look-up key is the event's own hendelseidentifikator (a UUID), there is no
 * period, and the type is spelled hendelsestype (ny, endret, slettet). No field is required by the
 * OpenAPI. JSON only.
 *
 * The list does not use FA codes but those of its oppslagstjeneste (hendelser.md). FFE-007 as "no
 * events" is inferred: it is the only 404 of that table that does not mean an unknown address.
 */
import type { Liste } from '../../domain/katalog.ts'

export const formuesobjektFastEiendom: Liste = {
  id: 'formuesobjekt-fast-eiendom',
  tittel: 'Formuesobjekt fast eiendom hendelser API',
  vert: 'formuesobjektfasteiendomhendelser',
  scopes: ['skatteetaten:formuesobjektfasteiendom'],
  adresser: { '2024': { sti: '/v1/hendelser', bekreftet: true }, '2022': null },
  felt: {
    identifikator: 'hendelseidentifikator',
    gjelderPeriode: null,
    hendelsetype: 'hendelsestype',
  },
  feilkoder: 'FFE',
  ingenHendelser: ['FFE-007'],
  oppslag: ['formuesobjekt-fast-eiendom'],
  kilde:
    'OpenAPI "Formuesobjekt fast eiendom hendelser API" 1.0.1 ' +
    '(kartverket/matrikkel-ekstern-data: tjenestespesifikasjoner/serg/openapi-hendelser.json)',
}
