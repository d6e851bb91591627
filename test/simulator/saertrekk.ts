/**
 * What each hendelsesliste is like beyond what a reader of it has to know, and so not in the
 * katalog: who its events are about, which of the optional fields it has, how it spells its types
 * and how it says that there is nothing new. From Skatteetaten's documentation and
 * its consumers' code; a test can change any of it for its own simulator.
 */
import type { Liste } from '../../src/domain/katalog.ts'

/** Three ways to say "nothing from there on". All are in use, or allowed by the one published schema. */
export type TomSide = '200-tom' | '200-uten-hendelser' | '404'

export type Saertrekk = {
  /** What an identifikator of the list is. */
  readonly subjekt: 'person' | 'organisasjon' | 'begge' | 'referanse' | 'uuid'
  /** Whether events carry registreringstidspunkt and hendelsetype. */
  readonly utvidet: boolean
  readonly typer: { readonly ny: string; readonly endret: string; readonly slettet: string }
  readonly tomSide: TomSide
  /** The most events on a page, whatever antall asks for: short pages with more behind them. */
  readonly maksAntall: number
  /** antall counts numbers, not events, as in 2018: a page inside a gap is empty. */
  readonly vindu: boolean
}

const VANLIG: Saertrekk = {
  subjekt: 'person',
  utvidet: false,
  typer: { ny: 'NY', endret: 'ENDRET', slettet: 'SLETTET' },
  tomSide: '200-tom',
  maksAntall: Number.MAX_SAFE_INTEGER,
  vindu: false,
}

const ORGANISASJON = { subjekt: 'organisasjon' } as const
const UTVIDET = { utvidet: true } as const

const AVVIK: Readonly<Record<string, Partial<Saertrekk>>> = {
  'mva-melding': { subjekt: 'referanse' },
  'mva-register-avgiftssubjekt': ORGANISASJON,
  naeringsspesifikasjon: { ...UTVIDET, subjekt: 'begge' },
  skatteoppgjoer: UTVIDET,
  'skatteoppgjoer-upersonlig': ORGANISASJON,
  'skattemelding-fastsatt': UTVIDET,
  'skattemelding-upersonlig': ORGANISASJON,
  'skattemelding-utkast': UTVIDET,
  tilleggsskatt: { subjekt: 'begge', tomSide: '404' },
  'formuesobjekt-fast-eiendom': {
    ...UTVIDET,
    subjekt: 'uuid',
    typer: { ny: 'ny', endret: 'endret', slettet: 'slettet' },
  },
  'skatteetatenregistrert-selskap': {
    ...UTVIDET,
    ...ORGANISASJON,
    typer: { ny: 'Ny', endret: 'Endret', slettet: 'Slettet' },
    tomSide: '404',
  },
  selskapsmelding: ORGANISASJON,
  opplysningspliktig: ORGANISASJON,
  'underenhet-a-ordningen': ORGANISASJON,
}

export function saertrekk(liste: Liste): Saertrekk {
  return { ...VANLIG, ...AVVIK[liste.id] }
}
