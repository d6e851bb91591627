/**
 * Events about fastsatte skattemeldinger of persons.
 *
 * hendelsetyper seen: NY, SLETTET and INDENTITETSENDRING (spelled so). On the last, identifikator is
 * the old number and the oppslag answers with the new one (statisticsnorway/data-collector-samples).
 */
import type { Liste } from '../../domain/katalog.ts'

export const skattemeldingFastsatt: Liste = {
  id: 'skattemelding-fastsatt',
  tittel: 'Skattemelding fastsatt hendelser API',
  vert: 'skattemeldingfastsatthendelser',
  scopes: [
    'skatteetaten:skattemelding',
    'skatteetaten:summertskattegrunnlag',
    'skatteetaten:spesifisertsummertskattegrunnlag',
  ],
  adresser: {
    '2024': { sti: '/v1/hendelser', bekreftet: false },
    '2022': { sti: '/api/formueinntekt/skattemelding/fastsatt/hendelser/', bekreftet: true },
  },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: ['skattemelding-fastsatt', 'summertskattegrunnlag-fastsatt'],
  kilde: 'api-dokumentasjon: docs/api/hendelser.md; host: docs/om/url.md',
}
