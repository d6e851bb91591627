/**
 * A company that Skatteetaten registers (SIRE). Nothing is deleted here: after an event Slettet the
 * answer is still 200, with slettetdato in the data.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const skatteetatenregistrertSelskap: Oppslag = {
  id: 'skatteetatenregistrert-selskap',
  tittel: 'Skatteetaten-registrert selskap API',
  vert: 'skatteetatenregistrertselskap',
  scopes: ['skatteetaten:skatteetatenregistrertselskap'],
  rettighetspakker: ['digdir'],
  adresser: {
    '2024': { sti: '/v1/{rettighetspakke}/{identifikator}', bekreftet: true },
    '2022': null,
  },
  periode: 'ingen',
  om: 'virksomheter',
  feilkoder: 'SRS',
  svar: [
    { status: 404, kode: 'SRS-007', betyr: 'ingen_data' },
    { status: 404, kode: 'SRS-008', betyr: 'ingen_data' },
  ],
  kilde:
    'Altinn/altinn-register: SireClient.cs; ' +
    'api-dokumentasjon: docs/api/skatteetatenregistrertselskap.md',
}
