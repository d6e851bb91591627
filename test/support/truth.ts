/** The tables beside the simulator's truth: what differs, in words without identifikatorer. */
import { isDeepStrictEqual } from 'node:util'
import { EGEN } from '../../src/domain/ids.ts'
import type { Pool } from '../../src/store/pool.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { TruthRow } from '../simulator/truth-rows.ts'

type StoredRow = {
  readonly nokkel: string
  readonly tilstand: string
  readonly data: string | null
}

const STORED = `
  select oppslag || ' ' || identifikator || ' ' || gjelder_periode as "nokkel",
         tilstand                                                  as "tilstand",
         data::text                                                as "data"
    from skatt.opplysning
   where konsument = $1`

export type Part = {
  /** Default: ourselves. */
  readonly konsument?: string
  /** What that konsument looks up; default: all there is truth about. */
  readonly oppslag?: string
  readonly most?: number
}

/** @returns one line for each difference, at most `most`; none when the tables equal the truth */
export async function differencesFromTruth(
  pool: Pool,
  simulator: { readonly truth: (oppslag?: string) => Iterable<TruthRow> },
  { konsument = EGEN, oppslag, most = 10 }: Part = {},
): Promise<readonly string[]> {
  const { rows } = await pool.query<StoredRow>(STORED, [konsument])
  const stored = new Map(rows.map((row) => [row.nokkel, row]))
  const differences: string[] = []
  let truths = 0
  for (const truth of simulator.truth(oppslag)) {
    truths += 1
    const row = stored.get(`${truth.oppslag} ${truth.identifikator} ${truth.gjelderPeriode}`)
    const problem = difference(truth, row)
    if (problem !== null) differences.push(`${truth.oppslag} versjon ${truth.versjon}: ${problem}`)
  }
  if (stored.size !== truths) differences.push(`${stored.size} rows stored, ${truths} are true`)
  return differences.slice(0, most)
}

function difference(truth: TruthRow, row: StoredRow | undefined): string | null {
  if (row === undefined) return 'is not stored'
  if (truth.betyr === 'data') {
    if (row.data === null) return `is ${row.tilstand}, there is data`
    return isDeepStrictEqual(JSON.parse(row.data), JSON.parse(truth.data ?? '')) ? null : 'is stale'
  }
  if (row.data !== null) return 'has data, there is none'
  // An API without a code for deleted says "no data": a deletion if we had data, else just that.
  const allowed = truth.betyr === 'slettet' ? ['slettet'] : ['slettet', 'ingen_data']
  return allowed.includes(row.tilstand) ? null : `is ${row.tilstand}, should be ${truth.betyr}`
}

/** Whether every list, or every one of a konsument, has been read to its end and nothing waits. */
export async function isCaughtUp(
  pool: Pool,
  simulator: Simulator,
  konsument: string | null = null,
): Promise<boolean> {
  const { rows } = await pool.query<{ liste: string; neste: bigint; ventende: bigint }>(
    `
    select liste               as "liste",
           neste_sekvensnummer as "neste",
           ventende            as "ventende"
      from skatt.ferskhet
     where $1::text is null or konsument = $1`,
    [konsument],
  )
  if (rows.length === 0) return false
  return rows.every(({ liste, neste, ventende }) => {
    const last = simulator.world.list(liste).events.at(-1)?.sekvensnummer ?? 0n
    return ventende === 0n && neste > last
  })
}
