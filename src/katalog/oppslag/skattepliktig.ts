/**
 * Who is skattepliktig, without a period. Only documented on the shared host of 2022; the host label
 * is only a name here.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const skattepliktig: Oppslag = {
  id: 'skattepliktig',
  tittel: 'Skattepliktig API',
  vert: 'skattepliktig',
  scopes: ['skatteetaten:skattepliktig'],
  rettighetspakker: ['distribusjon'],
  adresser: {
    '2024': null,
    '2022': {
      sti: '/api/part/skattepliktig/{rettighetspakke}/{identifikator}',
      bekreftet: true,
    },
  },
  periode: 'ingen',
  om: 'personer',
  feilkoder: 'SKATTEPLIKTIG',
  svar: [
    { status: 404, kode: 'SKATTEPLIKTIG-007', betyr: 'ingen_data' },
    { status: 404, kode: 'SKATTEPLIKTIG-008', betyr: 'ingen_data' },
  ],
  kilde: 'api-dokumentasjon: docs/api/skattepliktig.md',
}
