/** What the tax of a company is calculated from. The 2022 path follows skattemeldingupersonlig/v1. */
import type { Oppslag } from '../../domain/katalog.ts'

export const skatteberegningsgrunnlagupersonlig: Oppslag = {
  id: 'skatteberegningsgrunnlagupersonlig',
  tittel: 'Skatteberegningsgrunnlag upersonlig API',
  vert: 'skatteberegningsgrunnlagupersonlig',
  scopes: ['skatteetaten:skatteberegningsgrunnlagupersonlig'],
  rettighetspakker: ['ssb'],
  adresser: {
    '2024': { sti: '/v1/{rettighetspakke}/{gjelderPeriode}/{identifikator}', bekreftet: false },
    '2022': {
      sti:
        '/api/formueinntekt/skatteberegningsgrunnlagupersonlig/v1' +
        '/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: false,
    },
  },
  periode: 'aar',
  om: 'virksomheter',
  feilkoder: 'SBU',
  svar: [
    { status: 404, kode: 'SBU-007', betyr: 'ingen_data' },
    { status: 404, kode: 'SBU-008', betyr: 'ingen_data' },
    { status: 410, kode: 'SBU-010', betyr: 'slettet' },
  ],
  kilde: 'api-dokumentasjon: docs/api/skatteberegningsgrunnlagupersonlig.md; host: docs/om/url.md',
}
