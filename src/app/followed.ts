/** What the settings say is followed, seen from its sides: sources, oppslag, paths that are only inferred. */
import type { Config, FulgtOppslag } from '../config/config.ts'
import type { Liste, Oppslag } from '../domain/katalog.ts'
import type { ExpectedKilde } from '../follow/source.ts'
import type { FulgtOppslagRow } from '../store/fulgt-oppslag.ts'
import { addressTemplate } from '../skatteetaten/address.ts'

/** Each followed list with the source that its posisjon must have been taken from. */
export function expectedKilder({ lister, skatteetaten, klient }: Config): ExpectedKilde[] {
  return lister.map((fulgt) => ({
    fulgt,
    kilde: {
      adresse: addressTemplate(skatteetaten, fulgt.liste, fulgt.liste.id),
      klient,
      rettighetspakker: Object.fromEntries(
        fulgt.oppslag.map(({ oppslag, rettighetspakke }) => [oppslag.id, rettighetspakke]),
      ),
    },
  }))
}

/** An oppslag that is made for a konsument. */
export type KonsumentsOppslag = FulgtOppslag & { readonly konsument: string }

export function allOppslag({ lister }: Config): readonly KonsumentsOppslag[] {
  return lister.flatMap(({ konsument, oppslag }) => oppslag.map((one) => ({ konsument, ...one })))
}

/** What is looked up, and for which list, as the database's functions know it. */
export function fulgteOppslag(config: Config): readonly FulgtOppslagRow[] {
  return expectedKilder(config).flatMap(({ fulgt }) =>
    fulgt.oppslag.map(({ oppslag }) => ({
      konsument: fulgt.konsument,
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
  const names = lister.flatMap(({ liste, oppslag }) => [
    ...(isInferred(liste) ? [`list ${liste.id}`] : []),
    ...oppslag.flatMap((one) => (isInferred(one.oppslag) ? [`oppslag ${one.oppslag.id}`] : [])),
  ])
  return [...new Set(names)]
}
