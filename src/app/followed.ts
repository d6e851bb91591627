/** What the settings say is followed, seen from its sides: sources, oppslag, paths that are only inferred. */
import type { Config, FulgtOppslag } from '../config/config.ts'
import type { Liste, Oppslag } from '../domain/katalog.ts'
import { EGEN } from '../domain/ids.ts'
import type { ExpectedKilde } from '../follow/source.ts'
import type { FulgtOppslagRow } from '../store/fulgt-oppslag.ts'
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

/** What is looked up, and for which list, as the database's functions know it. */
export function fulgteOppslag(config: Config): readonly FulgtOppslagRow[] {
  return expectedKilder(config).flatMap(({ konsument, fulgt }) =>
    fulgt.oppslag.map(({ oppslag }) => ({
      konsument,
      oppslag: oppslag.id,
      liste: fulgt.liste.id,
      api: oppslag.vert,
      harPeriode: oppslag.periode !== 'ingen',
      bareBevakede: config.folg === 'bevakede',
    })),
  )
}

/** The followed lists and oppslag whose path is only inferred, such as `oppslag avregning`. */
export function unconfirmed({ lister, skatteetaten: { stier } }: Config): readonly string[] {
  const isInferred = ({ adresser }: Liste | Oppslag): boolean =>
    adresser[stier]?.bekreftet === false
  return lister.flatMap(({ liste, oppslag }) => [
    ...(isInferred(liste) ? [`list ${liste.id}`] : []),
    ...oppslag.flatMap((one) => (isInferred(one.oppslag) ? [`oppslag ${one.oppslag.id}`] : [])),
  ])
}
