/**
 * Summert skattegrunnlag at the stadie fastsatt: the same API as summertskattegrunnlag, whose five
 * slots it shares. Only the package sivilrett is documented to have this stadie.
 */
import type { Oppslag } from '../../domain/katalog.ts'
import { summertskattegrunnlag } from './summertskattegrunnlag.ts'

export const summertskattegrunnlagFastsatt: Oppslag = {
  ...summertskattegrunnlag,
  id: 'summertskattegrunnlag-fastsatt',
  tittel: 'Summert skattegrunnlag API, fastsatt',
  rettighetspakker: ['sivilrett'],
  adresser: {
    '2024': {
      sti: '/v2/fastsatt/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: true,
    },
    '2022': {
      sti:
        '/api/formueinntekt/summertskattegrunnlag/fastsatt' +
        '/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: false,
    },
  },
}
