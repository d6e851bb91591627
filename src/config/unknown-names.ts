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
  'KATALOG_',
  'HENDELSESLISTE',
  'HENDELSER_',
  'ENDRINGER_',
  'OPPSLAG',
  'RETTIGHETSPAKKE',
  'STARTDATO',
  'LES_PLAN',
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

/** One problem for each variable that is no setting, or is of a list that isn't followed. */
export function nameProblems(
  names: readonly string[],
  settings: readonly Setting[],
  katalog: Katalog,
  named: ReadonlySet<string> | null,
  databasePrefix: string | null,
): readonly string[] {
  const real = expand(settings, katalog)
  const long = settings.map(({ name }) => name).filter((name) => /^[A-Z]\w{7,}$/.test(name))

  return names.flatMap((name) => {
    const withoutFile = name.replace(/_FILE$/, '')
    const owner = real.get(name) ?? real.get(withoutFile)
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

/** `lister`: the setting has effect only where one of these lists is followed; null: always. */
type Owner = { readonly id: string; readonly lister: ReadonlySet<string> | null }

function expand(settings: readonly Setting[], katalog: Katalog): ReadonlyMap<string, Owner> {
  const real = new Map<string, Owner>()
  for (const { name } of settings) {
    if (name.endsWith('<LISTE>')) {
      for (const id of katalog.lister.keys()) {
        real.set(nameFor(name, id), { id, lister: new Set([id]) })
      }
    } else if (name.endsWith('<OPPSLAG>')) {
      for (const id of katalog.oppslag.keys()) {
        real.set(nameFor(name, id), { id, lister: listerWith(katalog, id) })
      }
    } else {
      real.set(name, { id: name, lister: null })
    }
  }
  return real
}

function listerWith(katalog: Katalog, oppslagId: string): ReadonlySet<string> {
  const lister = [...katalog.lister.values()].filter(({ oppslag }) => oppslag.includes(oppslagId))
  return new Set(lister.map(({ id }) => id))
}
