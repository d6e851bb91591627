/**
 * Variables that look like settings of ours and are none. A misspelt name would otherwise be
 * silently without effect, which is the commonest mistake in a deployment.
 */
import type { Katalog } from '../domain/katalog.ts'
import { quoted } from './env.ts'
import { editDistance, nearest } from '../lib/nearest.ts'
import { nameFor, type Setting } from './setting.ts'

const PREFIXES = [
  'SKATTEETATEN_',
  'TILLAT_',
  'KATALOG_',
  'HENDELSESLISTE',
  'HENDELSER_',
  'ENDRINGER_',
  'HISTORIKK',
  'SLETTE',
  'OPPLYSNINGER_',
  'REVISJON_',
  'BEVAKINGSOENSKER',
  'OPPSLAG',
  'RETTIGHETSPAKKE',
  'STARTDATO',
  'LES_PLAN',
  'KONSUMENT',
  'SAMTIDIGHET',
  'SIDE_',
  'MAKS_',
  'BEKREFT_',
  'BRYTER_',
  'OVERLAPP_',
  'FOLG',
  'FORSTE_',
  'INNTEKTSMOTTAKERE_',
  'MASKINPORTEN_',
  'DATABASE_',
  'PGSSL',
  'MIGRATION',
  'LOG_LEVEL',
  'LOG_FORMAT',
  'SHUTDOWN_',
]

/** NAIS sets it; we ask Maskinporten for tokens and don't check any. */
const WITHOUT_EFFECT = 'MASKINPORTEN_JWKS_URI'

export type Known = {
  readonly katalog: Katalog
  /** The lists that are followed, or null when that could not be read; so with konsumenter. */
  readonly named: ReadonlySet<string> | null
  readonly konsumenter: readonly string[] | null
}

/** One problem for each variable that is no setting, or is of a list or konsument that isn't followed. */
export function nameProblems(
  names: readonly string[],
  settings: readonly Setting[],
  { katalog, named, konsumenter }: Known,
  databasePrefix: string | null,
): readonly string[] {
  const real = expand(settings, katalog)
  // Proxies have sisters that are none of our business, such as FTP_PROXY and https_proxy.
  const long = settings
    .map(({ name }) => name)
    .filter((name) => /^[A-Z]\w{7,}$/.test(name) && !name.endsWith('_PROXY'))

  return names.flatMap((name) => {
    const withoutFile = name.replace(/_FILE$/, '')
    const own = OF_KONSUMENT.exec(withoutFile)
    const common = own === null ? undefined : real.get(own[1] ?? '')
    const konsument = common?.perKonsument ? (own?.[2] ?? '').toLowerCase() : null
    if (konsument !== null && konsumenter?.includes(konsument) === false) {
      return [`${name}: ${konsument} is not in KONSUMENTER`]
    }
    const owner =
      real.get(name) ?? real.get(withoutFile) ?? (konsument === null ? undefined : common)
    if (owner !== undefined) {
      const unused = named !== null && owner.lister !== null && named.isDisjointFrom(owner.lister)
      return unused ? [`${name}: ${owner.id} is not of a list in HENDELSESLISTER`] : []
    }
    const isOfDatabase = databasePrefix !== null && name.startsWith(`${databasePrefix}_`)
    if (name === WITHOUT_EFFECT || isOfDatabase) return []
    const upper = name.toUpperCase()
    const isOurs = PREFIXES.some((prefix) => upper.startsWith(prefix))
    const isNear = long.some((known) => editDistance(upper, known) <= 2)
    if (!isOurs && !isNear) return []
    return [`${quoted(name)} is no setting: did you mean ${nearest(upper, real.keys())}?`]
  })
}

/** A setting for one konsument: its name, and whose it is. */
const OF_KONSUMENT = /^(.+)__(\d{9}|EGEN)$/

/** `lister`: the setting has effect only where one of these lists is followed; null: always. */
type Owner = {
  readonly id: string
  readonly lister: ReadonlySet<string> | null
  readonly perKonsument: boolean
}

function expand(settings: readonly Setting[], katalog: Katalog): ReadonlyMap<string, Owner> {
  const real = new Map<string, Owner>()
  for (const { name, perKonsument } of settings) {
    if (name.endsWith('<LISTE>')) {
      for (const id of katalog.lister.keys()) {
        real.set(nameFor(name, id), { id, lister: new Set([id]), perKonsument })
      }
    } else if (name.endsWith('<OPPSLAG>')) {
      for (const id of katalog.oppslag.keys()) {
        const lister = listerWith(katalog, id)
        const owner = { id, lister: lister.size > 0 ? lister : null, perKonsument }
        real.set(nameFor(name, id), owner)
      }
    } else {
      real.set(name, { id: name, lister: null, perKonsument })
    }
  }
  return real
}

function listerWith(katalog: Katalog, oppslagId: string): ReadonlySet<string> {
  const lister = [...katalog.lister.values()].filter(({ oppslag }) => oppslag.includes(oppslagId))
  return new Set(lister.map(({ id }) => id))
}
