/** Events about the drafts of skattemeldinger that Skatteetaten makes for persons. */
import type { Liste } from '../../domain/katalog.ts'

export const skattemeldingUtkast: Liste = {
  id: 'skattemelding-utkast',
  tittel: 'Skattemelding utkast hendelser API',
  vert: 'skattemeldingutkasthendelser',
  scopes: ['skatteetaten:skattemelding'],
  adresser: {
    '2024': { sti: '/v1/hendelser', bekreftet: false },
    '2022': { sti: '/api/formueinntekt/skattemelding/utkast/hendelser/', bekreftet: true },
  },
  felt: {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: ['skattemelding-utkast'],
  kilde:
    'api-dokumentasjon: docs/api/hendelser.md; host: docs/om/url.md; ' +
    '2022: statisticsnorway/data-collector-samples',
}
