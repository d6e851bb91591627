/** Builders that name only what a test is about. Identifikatorer are synthetic: month +80. */
import type { Hendelse } from '../../src/domain/hendelse.ts'
import {
  EGEN,
  MAX_SEKVENSNUMMER,
  type Sekvensnummer,
  sekvensnummer,
  versjon,
} from '../../src/domain/ids.ts'
import type { VentendeOppslag } from '../../src/domain/nokkel.ts'
import type { PageIn } from '../../src/store/store-page.ts'

export const KARI = '01810112345'
export const OLA = '02820212345'

export const LISTE = 'skatteoppgjoer'
export const OPPSLAG = 'summertskattegrunnlag'

export function nummer(value: number | bigint): Sekvensnummer {
  return sekvensnummer(BigInt(value))
}

export function hendelse(
  number: number | bigint,
  fields: Partial<Omit<Hendelse, 'sekvensnummer'>> = {},
): Hendelse {
  return {
    sekvensnummer: nummer(number),
    identifikator: KARI,
    gjelderPeriode: '2023',
    registreringstidspunkt: null,
    hendelsetype: null,
    typeSkattepliktig: null,
    andreFelt: null,
    ...fields,
  }
}

/** A page asked for `fra`; the next posisjon is after its highest number. */
export function page(
  fra: number | bigint,
  hendelser: readonly Hendelse[],
  fields: Partial<PageIn> = {},
): PageIn {
  const highest = hendelser.reduce((max, h) => (h.sekvensnummer > max ? h.sekvensnummer : max), 0n)
  return {
    konsument: EGEN,
    liste: LISTE,
    fra: nummer(fra),
    neste: nummer(highest < MAX_SEKVENSNUMMER ? highest + 1n : highest),
    hendelser,
    isShort: false,
    oppslag: [{ id: OPPSLAG, harPeriode: true }],
    bareBevakede: false,
    ...fields,
  }
}

/** A live nøkkel that waits for its first look-up. */
export function ventende(fields: Partial<VentendeOppslag> = {}): VentendeOppslag {
  return {
    konsument: EGEN,
    oppslag: OPPSLAG,
    identifikator: KARI,
    gjelderPeriode: '2023',
    versjon: versjon(1n),
    aarsak: 'hendelse',
    prioritet: 0,
    liste: LISTE,
    sekvensnummer: null,
    forsok: 0,
    mottattMs: 0,
    registrertMs: null,
    ...fields,
  }
}

/** One of many that differ by number alone. */
export function nummerert(number: number, fields: Partial<VentendeOppslag> = {}): VentendeOppslag {
  return ventende({ identifikator: `nr ${number}`, versjon: versjon(BigInt(number)), ...fields })
}
