/**
 * Events about tilleggsskatt of persons and companies (of companies, only AS). Whether
 * registreringstidspunkt and hendelsetype come is not documented.
 */
import type { Liste } from '../../domain/katalog.ts'

export const tilleggsskatt: Liste = {
  id: 'tilleggsskatt',
  tittel: 'Tilleggsskatt hendelser API',
  vert: 'tilleggsskatthendelser',
  scopes: ['skatteetaten:tilleggsskatt'],
  adresser: {
    '2024': { sti: '/v1/hendelser', bekreftet: false },
    '2022': { sti: '/api/formueinntekt/tilleggsskatt/hendelser/', bekreftet: true },
  },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: ['tilleggsskatt'],
  kilde:
    'api-dokumentasjon: docs/api/hendelser.md, docs/api/tilleggsskatt.md; host: docs/om/url.md; ' +
    '2022: reference_hendelseslister',
}
