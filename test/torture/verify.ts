/** At the end: which promises were broken, each in words. Nothing here tells an identifikator. */
import type { Pool } from '../../src/store/pool.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { countOf } from '../support/rows.ts'
import { differencesFromTruth } from '../support/truth.ts'
import { LISTER } from './trickle.ts'
import { countStale } from './watch-tables.ts'

export async function verify(pool: Pool, simulator: Simulator): Promise<readonly string[]> {
  const found = await Promise.all([
    eventsAreStored(pool, simulator),
    tablesAreTrue(pool, simulator),
    callsHaveAReason(pool, simulator),
    nothingIsSetAside(pool),
  ])
  return [...found.flat(), ...atMostFive(simulator), ...askedOnlyWhatWasNamed(simulator)]
}

async function eventsAreStored(pool: Pool, { events }: Simulator): Promise<readonly string[]> {
  const problems: string[] = []
  for (const liste of LISTER) {
    const { rows } = await pool.query<{ key: string }>(
      `select sekvensnummer || ' ' || identifikator || ' ' || gjelder_periode as key
         from folger.hendelse
        where liste = $1`,
      [liste],
    )
    const stored = new Set(rows.map(({ key }) => key))
    let served = 0
    let lost = 0
    for (const { sekvensnummer, identifikator, gjelderPeriode } of events(liste)) {
      served += 1
      if (!stored.has(`${sekvensnummer} ${identifikator} ${gjelderPeriode}`)) lost += 1
    }
    if (lost > 0) problems.push(`P1: ${lost} of ${served} events of ${liste} are not stored`)
    if (rows.length - served + lost > 0) {
      problems.push(`P2: ${rows.length - served + lost} events of ${liste} were never served`)
    }
  }
  return problems
}

/** Longer than any run. */
const ALL_SECONDS = 1e9

async function tablesAreTrue(pool: Pool, simulator: Simulator): Promise<readonly string[]> {
  const differences = await differencesFromTruth(pool, simulator)
  const stale = await countStale(pool, simulator, ALL_SECONDS)
  return [
    ...differences.map((difference) => `P3: ${difference}`),
    ...(stale > 0 ? [`P3: ${stale} nøkler have no answer to their newest event`] : []),
  ]
}

/** Faults without an answer: such a call may have ended before it got to the simulator. */
const UNANSWERED = ['UNREACHABLE', 'TIMED_OUT', 'NO_TOKEN']

async function callsHaveAReason(pool: Pool, { calls }: Simulator): Promise<readonly string[]> {
  const { rows } = await pool.query<{ aarsak: string; antall: bigint }>(
    `select aarsak, sum(antall)::bigint as antall
       from folger.oppslagslogg
      where utfall <> all ($1)
      group by aarsak`,
    [UNANSWERED],
  )
  const problems = rows
    .filter(({ aarsak }) => aarsak !== 'hendelse')
    .map(({ aarsak, antall }) => `P5: ${antall} calls are logged for the reason ${aarsak}`)
  const logged = rows.reduce((sum, { antall }) => sum + Number(antall), 0)
  const made = calls.count({ kind: 'oppslag' })
  if (logged > made) problems.push(`P5: ${logged} calls are logged, ${made} were made`)
  return problems
}

async function nothingIsSetAside(pool: Pool): Promise<readonly string[]> {
  const parked = await countOf(pool, 'folger.parkert_oppslag')
  const stopped = await countOf(pool, 'folger.bryter')
  return [
    ...(parked > 0 ? [`P10: ${parked} nøkler are parked, and no fault lasted`] : []),
    ...(stopped > 0 ? [`P8: ${stopped} APIs are stopped, and there was no wave`] : []),
  ]
}

function atMostFive({ calls, katalog }: Simulator): readonly string[] {
  return [...katalog.oppslag.values()].flatMap(({ vert }) => {
    const highest = calls.highestInFlight(vert)
    return highest > 5 ? [`P6: ${highest} calls in flight at ${vert}`] : []
  })
}

function askedOnlyWhatWasNamed({ lookUps, katalog, world }: Simulator): readonly string[] {
  let unnamed = 0
  for (const { oppslag: id, identifikator, gjelderPeriode, count } of lookUps.all()) {
    const oppslag = katalog.oppslag.get(id)
    const named =
      oppslag !== undefined && world.truth.read(oppslag, identifikator, gjelderPeriode).versjon > 0
    if (!named && count > 0) unnamed += 1
  }
  return unnamed > 0 ? [`P5: ${unnamed} nøkler were looked up that no event named`] : []
}
