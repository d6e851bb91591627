/**
 * The katalog with a path for every list and oppslag of the seed, as a KATALOG_FIL gives them:
 * those that nobody has documented are the test's own.
 */
const OVERRIDES = {
  lister: {
    skattepliktig: { adresser: { '2024': { sti: '/v1/hendelser', bekreftet: false } } },
  },
  oppslag: {
    'mva-melding': sameInBoth('/v1/{rettighetspakke}/{identifikator}', 'mvamelding'),
    'mva-register-avgiftssubjekt': sameInBoth(
      '/v1/{rettighetspakke}/{identifikator}',
      'mvaregister',
    ),
    skattepliktig: {
      adresser: { '2024': { sti: '/v1/{rettighetspakke}/{identifikator}', bekreftet: false } },
    },
  },
}

export const KATALOG_FIL = { navn: 'whole-katalog.json', tekst: JSON.stringify(OVERRIDES) }

/** The eleven lists of the seed document "Hendelser". */
export const SEED_LISTS = [
  'inntekt',
  'mva-melding',
  'mva-register-avgiftssubjekt',
  'naeringsspesifikasjon',
  'skattepliktig',
  'skatteoppgjoer',
  'skatteoppgjoer-upersonlig',
  'skattemelding-fastsatt',
  'skattemelding-upersonlig',
  'skattemelding-utkast',
  'tilleggsskatt',
]

function sameInBoth(sti: string, name: string) {
  return {
    adresser: {
      '2024': { sti, bekreftet: false },
      '2022': { sti: `/api/${name}${sti}`, bekreftet: false },
    },
  }
}
