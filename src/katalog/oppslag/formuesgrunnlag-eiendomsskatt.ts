/**
 * The assessed value that eiendomsskatt of a property is based on. It is looked up by identifikator,
 * period and kommunenummer ("for gitt identifikator, periode og kommunenummer"): a key of three
 * parts, which a nøkkel does not have. The host and /v1 are documented, the path is not found.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const formuesgrunnlagEiendomsskatt: Oppslag = {
  id: 'formuesgrunnlag-eiendomsskatt',
  tittel: 'Formuesgrunnlag for eiendomsskatt API',
  vert: 'formuesgrunnlageiendomsskatt',
  scopes: ['skatteetaten:formuesgrunnlageiendomsskatt'],
  rettighetspakker: ['kommuneEiendomsskatt'],
  adresser: { '2024': null, '2022': null },
  periode: 'aar',
  feilkoder: 'FGS',
  svar: [{ status: 404, kode: 'FGS-007', betyr: 'ingen_data' }],
  kilde: 'api-dokumentasjon: docs/api/formuesgrunnlageiendomsskatt.md; host: docs/om/url.md',
}
