/** Whether the change feed, as its reader got it, tells how the tables came to be what they are (P9). */
import type { Pool } from '../../src/store/pool.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { FeedRow } from './watch-feed.ts'

type State = 'none' | 'gjeldende' | 'slettet'

/** Which state a change may follow on, and which it leads to. */
const CHANGES: Readonly<Record<string, { readonly after: readonly State[]; readonly to: State }>> =
  {
    ny: { after: ['none', 'slettet'], to: 'gjeldende' },
    endret: { after: ['gjeldende'], to: 'gjeldende' },
    slettet: { after: ['none', 'gjeldende'], to: 'slettet' },
  }

const WRITTEN = `
  select transaksjon || ' ' || endringsnummer as "place"
    from skatt.endring
   order by transaksjon, endringsnummer`

const STORED = `
  select oppslag || ' ' || identifikator || ' ' || gjelder_periode as "nokkel",
         tilstand                                                  as "tilstand"
    from skatt.opplysning`

/** @param read the rows that the reader got, in the order it got them */
export async function verifyFeed(
  pool: Pool,
  simulator: Simulator,
  read: readonly FeedRow[],
): Promise<readonly string[]> {
  const written = await pool.query<{ place: string }>(WRITTEN)
  const { states, counts, illegal } = replay(read)

  const stored = await pool.query<{ nokkel: string; tilstand: string }>(STORED)
  const contradicted = stored.rows.filter(({ nokkel, tilstand }) => {
    const told = states.get(nokkel) ?? 'none'
    return told !== (tilstand === 'ingen_data' ? 'none' : tilstand)
  }).length

  return [
    ...inOrderOnce(
      read,
      written.rows.map(({ place }) => place),
    ),
    ...sentence(illegal, 'changes can not follow on what the feed told before them'),
    ...sentence(contradicted, 'rows are in another state than the feed tells'),
    ...sentence(repeated(simulator, counts), 'nøkler have more changes than their data had'),
  ]
}

function inOrderOnce(read: readonly FeedRow[], written: readonly string[]): readonly string[] {
  const places = read.map(({ transaksjon, endringsnummer }) => `${transaksjon} ${endringsnummer}`)
  const same = places.length === written.length && places.every((place, i) => place === written[i])
  if (same) return []
  const got = new Set(places)
  const missed = written.filter((place) => !got.has(place)).length
  return [
    `P9: the reader got ${places.length} changes (${got.size} different ones) of ${written.length} written, ${missed} of them never, or in another order`,
  ]
}

function replay(read: readonly FeedRow[]) {
  const states = new Map<string, State>()
  const counts = new Map<string, number>()
  let illegal = 0
  for (const { nokkel, type } of read) {
    const change = CHANGES[type]
    if (change?.after.includes(states.get(nokkel) ?? 'none') !== true) illegal += 1
    if (change) states.set(nokkel, change.to)
    counts.set(nokkel, (counts.get(nokkel) ?? 0) + 1)
  }
  return { states, counts, illegal }
}

/** Every change of the tables is at least one of the simulator's: its data are never the same twice. */
function repeated(simulator: Simulator, counts: ReadonlyMap<string, number>): number {
  let found = 0
  for (const { oppslag, identifikator, gjelderPeriode, versjon } of simulator.truth()) {
    const told = counts.get(`${oppslag} ${identifikator} ${gjelderPeriode}`) ?? 0
    if (told > versjon) found += 1
  }
  return found
}

function sentence(count: number, what: string): readonly string[] {
  return count > 0 ? [`P9: ${count} ${what}`] : []
}
