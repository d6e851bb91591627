/**
 * Income as reported in a-meldinger, for the months asked for.
 *
 * IM-008 is also the deletion: this API has no 410, and its table gives IM-008 for "no data" and for
 * data that is gone. The same code is another thing (406) in the Inntektsmottakere API. An empty 200
 * is a legitimate answer. The package otp also needs the parameter opplysningspliktig.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const inntekt: Oppslag = {
  id: 'inntekt',
  tittel: 'Inntekt API',
  vert: 'inntekt',
  scopes: ['skatteetaten:inntekt'],
  rettighetspakker: [
    'afp',
    'digisos',
    'fiskeridirektoratetkontrollmanntall',
    'fiskeridirektoratetmanntall',
    'gff',
    'husbanken',
    'kommuneBoligsosialeFormaal',
    'laanekassen',
    'ldir',
    'ldirReindriftstilskudd',
    'nav',
    'otp',
    'pensjonskasseetteroppgjoerufoerafp',
    'pensjonskasseLivsvarigafpanneninntekt',
    'pensjonskasseLivsvarigafpandreytelser',
    'saernamsmann',
    'sbl',
    'spkBoliglaan',
    'ssb',
    'udi',
  ],
  adresser: {
    '2024': {
      sti: '/v1/{rettighetspakke}/{identifikator}/inntekter?fraOgMed={fraOgMed}&tilOgMed={tilOgMed}',
      bekreftet: true,
    },
    '2022': {
      sti:
        '/api/innrapportert/inntektsmottaker/{rettighetspakke}/{identifikator}/oppgave/inntekt' +
        '?fraOgMed={fraOgMed}&tilOgMed={tilOgMed}',
      bekreftet: true,
    },
  },
  periode: 'maaned',
  om: 'personer',
  feilkoder: 'IM',
  svar: [
    { status: 404, kode: 'IM-007', betyr: 'ingen_data' },
    { status: 404, kode: 'IM-008', betyr: 'ingen_data' },
  ],
  kilde:
    'OpenAPI "Inntekt API" 1.7.0 (statens-pensjonskasse/skatt-inntekt-api); ' +
    'api-dokumentasjon: docs/api/inntekt.md',
}
