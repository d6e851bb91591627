/**
 * A fastsatt mva-melding, by its referanse ("Ingen mva-melding funnet på oppgitt referanse").
 * The host and /v1 are documented, the path after them is not found.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const mvaMelding: Oppslag = {
  id: 'mva-melding',
  tittel: 'Mva-melding API',
  vert: 'mvamelding',
  scopes: ['skatteetaten:mvamelding'],
  rettighetspakker: ['ssb'],
  adresser: { '2024': null, '2022': null },
  periode: 'ingen',
  feilkoder: 'MVA',
  svar: [{ status: 404, kode: 'MVA-007', betyr: 'ingen_data' }],
  kilde: 'api-dokumentasjon: docs/api/mvamelding.md; host: docs/om/url.md',
}
