/**
 * Waits until the tables equal the truth of a simulator that runs elsewhere, for docker/verify.sh:
 * node test/docker/await-truth.ts SIMULATOR-URL DATABASE-URL
 *
 * Exit codes: 0 with how many rows are equal; 1 with what differs, when two minutes were not enough.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { TILSTANDER } from '../simulator/truth.ts'
import { differencesFromTruth } from '../support/truth.ts'

const GIVE_UP_AFTER_MS = 120_000

const TRUTH_ROW = z.object({
  oppslag: z.string(),
  identifikator: z.string(),
  gjelderPeriode: z.string(),
  tilstand: z.enum(TILSTANDER),
  betyr: z.enum(['data', 'slettet', 'ingen_data']),
  data: z.string().nullable(),
  versjon: z.number(),
  sekvensnummer: z.string().transform(BigInt),
})

const NOT_SETTLED = `
  select coalesce(sum(ventende + parkert), 0)::int as "count"
    from skatt.ferskhet`

async function main([simulatorUrl = '', databaseUrl = '']: readonly string[]): Promise<number> {
  const connection = { kind: 'url', url: databaseUrl } as const
  const pool = createPool({ connection, max: 1, onIdleError: () => undefined })
  const started = performance.now()
  for (;;) {
    const truth = await truthOf(simulatorUrl)
    const differences = await problems(pool, truth)
    if (differences.length === 0) {
      process.stdout.write(`${truth.length}\n`)
      return 0
    }
    if (performance.now() - started > GIVE_UP_AFTER_MS) {
      process.stderr.write(`${differences.join('\n')}\n`)
      return 1
    }
    await delay(200)
  }
}

async function truthOf(simulatorUrl: string) {
  const text = await (await fetch(`${simulatorUrl}/_simulator/truth`)).text()
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) => TRUTH_ROW.parse(JSON.parse(line)))
}

/** The tables are made by the daemon: until then that is what differs. */
async function problems(
  pool: Pool,
  truth: Awaited<ReturnType<typeof truthOf>>,
): Promise<readonly string[]> {
  try {
    const { rows } = await pool.query<{ count: number }>(NOT_SETTLED)
    if (rows[0]?.count !== 0) return [`${rows[0]?.count} nøkler wait or are parked`]
    return await differencesFromTruth(pool, { truth: () => truth.values() })
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

process.exit(await main(process.argv.slice(2)))
