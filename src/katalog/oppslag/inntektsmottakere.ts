/**
 * Those whom an opplysningspliktig has reported income for, with a pension agreement with us. It is
 * for pension institutions (rettighetspakke otp). There is no hendelsesliste for it: it is fetched on
 * a plan, and the watch list follows what it says.
 *
 * - The letters are those of the Inntekt API, but the numbers are not: IM-007 is "no data" here, and
 *   IM-008 is the 406, which means "no data" there.
 * - The period asked about must be within the agreement. No document gives the parameters' names, and
 *   the documented call has none: it is asked without, and the answer says what the agreement is.
 * - The path of 2024 is not found; it is inferred from those of the Inntekt API.
 */
import type { Oppslag } from '../../domain/katalog.ts'

export const inntektsmottakere: Oppslag = {
  id: 'inntektsmottakere',
  tittel: 'Inntektsmottakere API',
  vert: 'inntektsmottakere',
  scopes: ['skatteetaten:inntektsmottakere'],
  rettighetspakker: ['otp'],
  adresser: {
    '2024': {
      sti: '/v1/{rettighetspakke}/{identifikator}/inntektsmottakere',
      bekreftet: false,
    },
    '2022': {
      sti: '/api/innrapportert/opplysningspliktig/v1/{rettighetspakke}/{identifikator}/inntektsmottakere',
      bekreftet: true,
    },
  },
  periode: 'ingen',
  gir: 'inntektsmottakere',
  feilkoder: 'IM',
  svar: [{ status: 404, kode: 'IM-007', betyr: 'ingen_data' }],
  kilde: 'api-dokumentasjon: docs/api/inntektsmottakere.md (March 2023); host: docs/om/url.md',
}
