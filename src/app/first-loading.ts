/** First loading of whoever is put on the watch list, a step at a time. */
import type { Config } from '../config/config.ts'
import { loadable, type Planned, planned } from '../domain/first-loading.ts'
import { konsumenterToLoad, loadNobody, loadSome, type Plan } from '../store/first-loading.ts'
import { allOppslag, oppslagOfLists } from './followed.ts'
import type { LoopParts } from './supervised.ts'

/** Persons at once: pages of events wait while a step is stored. */
const MOST = 500

/** Norwegian months, as those of the API: such as 2024-08. */
const MONTH = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Oslo',
  year: 'numeric',
  month: '2-digit',
})

/** @returns what does a step for each konsument, and tells whether there may be more to do */
export function createFirstLoading(parts: LoopParts): () => Promise<boolean> {
  const { config, outside, bells, log } = parts
  const { pool } = outside
  const total = new Map<string, { persons: bigint; queued: bigint }>()

  async function step(konsument: string): Promise<boolean> {
    const plan = planOf(config, konsument)
    if (plan === null) {
      await loadNobody(pool, konsument)
      return false
    }
    const before = total.get(konsument) ?? { persons: 0n, queued: 0n }
    const done = await loadSome(pool, konsument, plan, MOST)
    if (done === null) {
      if (before.persons > 0n) log.info({ konsument, ...before }, 'first loading waits')
      total.delete(konsument)
      return false
    }
    const { persons, queued } = done
    total.set(konsument, { persons: before.persons + persons, queued: before.queued + queued })
    if (queued > 0n) {
      const its = allOppslag(config).filter((one) => one.konsument === konsument)
      for (const { oppslag } of its) bells.api(oppslag.vert, konsument).ring()
    }
    return true
  }

  return async () => {
    if (config.folg === 'alle') return false
    const waiting = new Set([...(await konsumenterToLoad(pool)), ...total.keys()])
    let isMore = false
    for (const konsument of config.konsumenter.filter((one) => waiting.has(one))) {
      if (await step(konsument)) isMore = true
    }
    return isMore
  }
}

function planOf(config: Config, konsument: string): Plan | null {
  const { forsteLasting, sistePeriode } = config
  if (forsteLasting === null) return null
  const thisMonth = MONTH.format(new Date())
  const its = loadable(oppslagOfLists(config, konsument))
  const siste = sistePeriode.filter((one) => one.konsument === konsument)
  return {
    planned: [
      ...siste.map(({ oppslag }) => askedOnce(oppslag.oppslag.id)),
      ...planned(forsteLasting, its, thisMonth),
    ],
    loadable: its,
    thisMonth,
  }
}

/** The question for a person's newest income year. */
function askedOnce(oppslag: string): Planned {
  return { oppslag, gjelderPeriode: '', siffer: 11 }
}
