/** What storing a page costs beside COPY. */
import { migrate } from '../src/store/migrate.ts'
import type { Pool } from '../src/store/pool.ts'
import { begin, copy, copyPage, pagesOf, store } from './support/pages.ts'
import type { Figure, Question } from './support/question.ts'
import { LISTE, OPPSLAG, startTwin } from './support/simulated.ts'

const ONE = [OPPSLAG]
/** As many as one event of skatteoppgjoer leads to, more than any other list's. */
const FIVE = [OPPSLAG, 'beregnetskatt', 'avregning', 'skatteplikt', 'summertskattegrunnlag']

type Case = { readonly antall: number; readonly pages: number; readonly oppslag: readonly string[] }

const CASES: readonly Case[] = [
  { antall: 1_000, pages: 20, oppslag: ONE },
  { antall: 10_000, pages: 5, oppslag: ONE },
  { antall: 10_000, pages: 3, oppslag: FIVE },
]

/** Means of the pages of one run. */
type Cost = { readonly seconds: number; readonly trips: number }
type Measured = Case & { readonly ours: Cost[]; readonly copied: Cost[] }

export const page: Question = {
  name: 'page',
  asks: 'How fast is a page of events stored, beside COPY of the same rows?',
  how: `Pages of a list, a third of whose events repeat a nøkkel, are stored one after another by \
storePage: the posisjon moves, the events are stored, their nøkler begin to wait. Beside it COPY FROM \
STDIN of the same rows into the same two tables, in one transaction and over the same driver, with the \
rows encoded and repeats removed before the clock starts. No nøkkel waits from an earlier page, as where \
look-ups keep up.`,

  async measure({ server, rounds }) {
    await using twin = await startTwin({
      hendelser: Math.max(...CASES.map((one) => one.antall * one.pages)),
    })
    const events = [...twin.events(LISTE)]
    await using db = await server.database()
    await migrate({ kind: 'url', url: db.url })
    const trips = countTrips(db.pool)
    await begin(db.pool)

    const measured = CASES.map((one): Measured => ({ ...one, ours: [], copied: [] }))
    await rounds(
      measured.flatMap(({ antall, pages, oppslag, ours, copied }) => {
        const all = [...pagesOf(events.slice(0, antall * pages), antall, oppslag)]
        const rows = all.map(copyPage)
        return [
          async () => ours.push(await costOf(db.pool, trips, all, store)),
          async () => copied.push(await costOf(db.pool, trips, rows, copy)),
        ]
      }),
    )
    return measured.flatMap(figures)
  },
}

const NOTHING_STORED = `
  truncate folger.hendelse;
  update folger.posisjon set neste_sekvensnummer = 1;
  checkpoint`
const NOTHING_WAITS = 'truncate folger.ventende_oppslag'

async function costOf<Page>(
  pool: Pool,
  trips: () => number,
  pages: readonly Page[],
  storeOne: (pool: Pool, page: Page) => Promise<void>,
): Promise<Cost> {
  await pool.query(NOTHING_STORED)
  const total = { seconds: 0, trips: 0 }
  for (const one of pages) {
    await pool.query(NOTHING_WAITS)
    const tripsBefore = trips()
    const began = performance.now()
    await storeOne(pool, one)
    total.seconds += (performance.now() - began) / 1_000
    total.trips += trips() - tripsBefore
  }
  return { seconds: total.seconds / pages.length, trips: total.trips / pages.length }
}

/** Postgres says that it is ready once for each round trip. */
function countTrips(pool: Pool): () => number {
  let trips = 0
  pool.on('connect', ({ connection }) => connection.on('readyForQuery', () => (trips += 1)))
  return () => trips
}

function figures({ antall, oppslag, ours, copied }: Measured): readonly Figure[] {
  const of = `pages of ${antall}, ${oppslag.length} oppslag`
  const seconds = ours.map((cost) => cost.seconds)
  return [
    {
      what: `${of}: speed ÷ that of COPY`,
      values: seconds.map((own, round) => (copied[round]?.seconds ?? Number.NaN) / own),
      target: { judged: 'median', atLeast: 0.5 },
      ...(antall === 10_000 ? { goal: 'reading' } : {}),
    },
    { what: `${of}: seconds a page`, values: seconds, target: { judged: 'median', atMost: 1 } },
    { what: `${of}: round trips a page`, values: ours.map(({ trips }) => trips) },
  ]
}
