/** What the settings say is followed, seen from its sides: sources, oppslag, paths that are only inferred. */
import type { Config, FulgtOppslag } from '../config/config.ts'
import { EGEN } from '../domain/ids.ts'
import type { ExpectedKilde } from '../follow/source.ts'
import { addressTemplate } from '../skatteetaten/address.ts'

/** Each followed list with the source that its posisjon must have been taken from. */
export function expectedKilder({ lister, skatteetaten, maskinporten }: Config): ExpectedKilde[] {
  return lister.map((fulgt) => ({
    konsument: EGEN,
    fulgt,
    kilde: {
      adresse: addressTemplate(skatteetaten, fulgt.liste, fulgt.liste.id),
      klient: maskinporten.clientId,
      rettighetspakker: Object.fromEntries(
        fulgt.oppslag.map(({ oppslag, rettighetspakke }) => [oppslag.id, rettighetspakke]),
      ),
    },
  }))
}

export function allOppslag({ lister }: Config): readonly FulgtOppslag[] {
  return lister.flatMap(({ oppslag }) => oppslag)
}

/** Paths of followed lists and oppslag that are only inferred, as `liste or oppslag id`. */
export function unconfirmed({ lister, skatteetaten }: Config): readonly string[] {
  return lister
    .flatMap(({ liste, oppslag }) => [liste, ...oppslag.map((one) => one.oppslag)])
    .filter(({ adresser }) => adresser[skatteetaten.stier]?.bekreftet === false)
    .map(({ id }) => id)
}
