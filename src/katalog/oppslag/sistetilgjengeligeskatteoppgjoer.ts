/**
 * The newest income year that a person has a skatteoppgjør of. There is no hendelsesliste for it: it
 * is asked about those who are put on the watch list, to know which year to begin with.
 *
 * Its codes were renumbered: "no result" was TD-005, and is TD-004 now that TD-005 is the 406. Each is
 * told by its status. The 2022 path names one of two resources, and answers the same for both.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const sistetilgjengeligeskatteoppgjoer: Oppslag = {
  id: 'sistetilgjengeligeskatteoppgjoer',
  tittel: 'Siste tilgjengelige skatteoppgjør API',
  vert: 'sistetilgjengeligeskatteoppgjoer',
  scopes: ['skatteetaten:summertskattegrunnlag', 'skatteetaten:spesifisertsummertskattegrunnlag'],
  rettighetspakker: [],
  adresser: {
    '2024': { sti: '/v1/{identifikator}', bekreftet: true },
    '2022': {
      sti: '/api/skatt/tilgjengeligdata/{identifikator}/skattegrunnlag',
      bekreftet: true,
    },
  },
  periode: 'ingen',
  om: 'personer',
  gir: 'siste_periode',
  feilkoder: 'TD',
  svar: [
    { status: 404, kode: 'TD-004', betyr: 'ingen_data' },
    { status: 404, kode: 'TD-005', betyr: 'ingen_data' },
  ],
  kilde:
    'api-dokumentasjon: docs/api/sistetilgjengeligeskatteoppgjoer.md; host: docs/om/url.md; ' +
    '2022: "Tilgjengelige data"',
}
