/**
 * Events about companies that Skatteetaten registers (SIRE). Altinn reads this list.
 *
 * Past its end it answers 404 (Altinn's tests); that the body then carries FA-005 is inferred. The
 * casing of hendelsetype changed from NY to Ny in June 2026, without a new version.
 */
import type { Liste } from '../../domain/katalog.ts'

export const skatteetatenregistrertSelskap: Liste = {
  id: 'skatteetatenregistrert-selskap',
  tittel: 'Skatteetaten-registrert selskap hendelser API',
  vert: 'skatteetatenregistrertselskaphendelser',
  scopes: ['skatteetaten:skatteetatenregistrertselskap'],
  adresser: { '2024': { sti: '/v1/hendelser', bekreftet: true }, '2022': null },
  felt: { identifikator: 'identifikator', gjelderPeriode: null, hendelsetype: 'hendelsetype' },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: ['skatteetatenregistrert-selskap'],
  kilde: 'Altinn/altinn-register: SireEventClient.cs, SireEventClientTests.cs',
}
