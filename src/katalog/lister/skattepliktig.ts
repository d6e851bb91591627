/**
 * Events about who is skattepliktig. In the documentation of 2022, gone from that of July 2024, and
 * never in the table of hosts: there is no known 2024 address, and the host label is only a name
 * here. Fields beyond the three common ones are not documented.
 */
import type { Liste } from '../../domain/katalog.ts'

export const skattepliktig: Liste = {
  id: 'skattepliktig',
  tittel: 'Skattepliktig hendelser API',
  vert: 'skattepliktighendelser',
  scopes: ['skatteetaten:skattepliktig'],
  adresser: {
    '2024': null,
    '2022': { sti: '/api/part/skattepliktig/hendelser/', bekreftet: true },
  },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: ['skattepliktig'],
  kilde: 'api-dokumentasjon: docs/api/hendelser.md (Dec 2022); 2022: reference_hendelseslister',
}
