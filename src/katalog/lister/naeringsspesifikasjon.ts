/**
 * Events about næringsspesifikasjoner of persons and companies. One identifikator and period can
 * come once per typeSkattepliktig (personligSkattepliktig, upersonligSkattepliktig): two events,
 * one oppslag.
 */
import type { Liste } from '../../domain/katalog.ts'

export const naeringsspesifikasjon: Liste = {
  id: 'naeringsspesifikasjon',
  tittel: 'Næringsspesifikasjon hendelser API',
  vert: 'naeringsspesifikasjonhendelser',
  scopes: ['skatteetaten:naeringsspesifikasjon'],
  adresser: {
    '2024': { sti: '/v1/hendelser', bekreftet: false },
    '2022': { sti: '/api/formueinntekt/naeringsspesifikasjon/v1/hendelser/', bekreftet: true },
  },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: ['naeringsspesifikasjon'],
  kilde: 'api-dokumentasjon: docs/api/hendelser.md; host: docs/om/url.md',
}
