/**
 * The draft of a person's skattemelding: the same API as skattemelding-fastsatt, whose five slots it
 * shares.
 */
import type { Oppslag } from '../../domain/katalog.ts'
import { skattemeldingFastsatt } from './skattemelding-fastsatt.ts'

export const skattemeldingUtkast: Oppslag = {
  ...skattemeldingFastsatt,
  id: 'skattemelding-utkast',
  tittel: 'Skattemelding API, utkast',
  adresser: {
    '2024': {
      sti: '/v5/utkast/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: false,
    },
    '2022': {
      sti:
        '/api/formueinntekt/skattemelding/utkast' +
        '/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: true,
    },
  },
  kilde:
    'api-dokumentasjon: docs/api/skattemelding.md; host: docs/om/url.md; ' +
    '2022: statisticsnorway/data-collector-samples',
}
