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

export function allOppslag({
  lister,
  inntektsmottakere,
  sistePeriode,
}: Config): readonly KonsumentsOppslag[] {
  return [
    ...lister.flatMap(({ konsument, oppslag }) => oppslag.map((one) => ({ konsument, ...one }))),
    ...[...inntektsmottakere, ...sistePeriode].map(({ konsument, oppslag }) => ({
      konsument,
      ...oppslag,
    })),
  ]
}

/** The oppslag whose answers are stored. */
export function storedOppslag(config: Config): readonly string[] {
  const stored = allOppslag(config).filter(({ oppslag }) => oppslag.gir === undefined)
  return [...new Set(stored.map(({ oppslag }) => oppslag.id))]
}

/** The oppslag that a konsument's lists lead to. */
export function oppslagOfLists({ lister }: Config, konsument: string): readonly Oppslag[] {
  return lister
    .filter((one) => one.konsument === konsument)
    .flatMap(({ oppslag }) => oppslag.map((one) => one.oppslag))
}

/** What is looked up, and for which list, as the database's functions know it. */
export function fulgteOppslag(config: Config): readonly FulgtOppslagRow[] {
  const ofLists = config.lister.flatMap(({ konsument, liste, oppslag }) =>
    oppslag.map((one) => rowOf(one.oppslag, konsument, liste.id, config.folg === 'bevakede')),
  )
  const byPlan = config.inntektsmottakere.map(({ konsument, oppslag }) =>
    rowOf(oppslag.oppslag, konsument, null, false),
  )
  const byWatchList = config.sistePeriode.map(({ konsument, oppslag }) =>
    rowOf(oppslag.oppslag, konsument, null, true),
  )
  return [...ofLists, ...byPlan, ...byWatchList]
}

function rowOf(
  { id, vert, periode }: Oppslag,
  konsument: string,
  liste: string | null,
  bareBevakede: boolean,
): FulgtOppslagRow {
  const harPeriode = periode !== 'ingen'
  return { konsument, oppslag: id, liste, api: vert, harPeriode, bareBevakede }
}

/** The followed lists and oppslag whose path is only inferred, such as `oppslag avregning`. */
export function unconfirmed(config: Config): readonly string[] {
  const { stier } = config.skatteetaten
  const isInferred = ({ adresser }: Liste | Oppslag): boolean =>
    adresser[stier]?.bekreftet === false
  const names = [
    ...config.lister.flatMap(({ liste }) => (isInferred(liste) ? [`list ${liste.id}`] : [])),
    ...allOppslag(config).flatMap(({ oppslag }) =>
      isInferred(oppslag) ? [`oppslag ${oppslag.id}`] : [],
    ),
  ]
  return [...new Set(names)]
}
