/**
 * Whether a person is employed by an employer. The only path found, of 2022, takes both of them
 * (/api/arbeidsforhold/v1/arbeidsgiver/{orgnr}/arbeidstaker/{fnr}/aktiv): two identifikatorer, which
 * a nøkkel does not have. Host, path and rettighetspakker of today are not found; the host label is
 * only a name here. No deletion code is documented.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const arbeidsforhold: Oppslag = {
  id: 'arbeidsforhold',
  tittel: 'Arbeidsforhold API',
  vert: 'arbeidsforhold',
  scopes: ['skatteetaten:arbeidsforhold'],
  rettighetspakker: [],
  adresser: { '2024': null, '2022': null },
  periode: 'ingen',
  om: 'personer',
  feilkoder: 'ARBEIDSFORHOLD',
  svar: [{ status: 404, kode: 'ARBEIDSFORHOLD-007', betyr: 'ingen_data' }],
  kilde: 'api-dokumentasjon: docs/api/arbeidsforhold.md',
}
