/**
 * Real property as an object of wealth, by the hendelseidentifikator of an event: each event has its
 * own answer, which no later event replaces. JSON only. No deletion code is documented. Kartverket
 * never tries an FFE-005 (403) or FFE-007 again.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const formuesobjektFastEiendom: Oppslag = {
  id: 'formuesobjekt-fast-eiendom',
  tittel: 'Formuesobjekt fast eiendom API',
  vert: 'formuesobjektfasteiendom',
  scopes: ['skatteetaten:formuesobjektfasteiendom'],
  rettighetspakker: ['kartverketEgenregistrering', 'kartverketMatrikkel'],
  adresser: {
    '2024': { sti: '/v1/{rettighetspakke}/{identifikator}', bekreftet: true },
    '2022': null,
  },
  periode: 'ingen',
  feilkoder: 'FFE',
  svar: [{ status: 404, kode: 'FFE-007', betyr: 'ingen_data' }],
  kilde:
    'OpenAPI in kartverket/matrikkel-ekstern-data: tjenestespesifikasjoner/serg; ' +
    'api-dokumentasjon: docs/api/formuesobjektfasteiendom.md',
}
