/**
 * Pensjonsgivende inntekt for folketrygden, income years from 2017, now and then 1967 to 1992.
 *
 * - No deletion code is documented; Nav takes a 404 for it.
 * - The codes were renumbered in 2023: PGIF-006 and PGIF-009 were the 404s of the 2022 address, and
 *   are now a 400 and a 406, which are no answers about data.
 * - The 2022 path has no rettighetspakke. The documentation spells navPensjonopptjening, Nav sends
 *   navPensjonOpptjening.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const pensjonsgivendeInntektFolketrygden: Oppslag = {
  id: 'pensjonsgivende-inntekt-folketrygden',
  tittel: 'Pensjonsgivende inntekt for folketrygden API',
  vert: 'pgiforfolketrygden',
  scopes: ['skatteetaten:pensjonsgivendeinntektforfolketrygden'],
  rettighetspakker: [
    'navEnsligForsoerger',
    'navForeldrepenger',
    'navPensjonOpptjening',
    'navPensjonopptjening',
    'navPleieOgOmsorgspenger',
    'navSykepenger',
    'navUfoeretrygd',
  ],
  adresser: {
    '2024': { sti: '/v1/{rettighetspakke}/{gjelderPeriode}/{identifikator}', bekreftet: true },
    '2022': {
      sti:
        '/api/formueinntekt/pensjonsgivendeinntektforfolketrygden' +
        '/{gjelderPeriode}/{identifikator}',
      bekreftet: true,
    },
  },
  periode: 'aar',
  om: 'personer',
  feilkoder: 'PGIF',
  svar: [
    { status: 404, kode: 'PGIF-006', betyr: 'ingen_data' },
    { status: 404, kode: 'PGIF-007', betyr: 'ingen_data' },
    { status: 404, kode: 'PGIF-008', betyr: 'ingen_data' },
    { status: 404, kode: 'PGIF-009', betyr: 'ingen_data' },
  ],
  kilde:
    'navikt/pgi-les-inntekt-skatt: nais-gcp-prod.yaml; ' +
    'api-dokumentasjon: docs/api/pgi_folketrygden.md',
}
