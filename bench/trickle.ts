/** How soon an event is in the tables, where they come a few at a time. */
import { setTimeout as delay } from 'node:timers/promises'
import { personnummer } from '../test/simulator/identifikator.ts'
import { createRandom } from '../test/simulator/random.ts'
import type { Child } from './support/child.ts'
import { startDaemon } from './support/daemon.ts'
import type { Database, Figure, Question, Server } from './support/question.ts'
import { makeSchema } from './support/schema.ts'
import { LISTE, type Simulated, startSimulated } from './support/simulated.ts'
import { seen } from './support/watch.ts'

const LATENS_MS = 100
/** The shortest that a plan can say. */
const LES_PLAN = '* * * * * *'
const INTERVAL_MS = 1_000
/** So that not all replicas and lists ask at once, a reading begins up to so much later. */
const JITTER_MS = 100

/** One event at a time, at any moment of a reading interval. */
const EVERY_MS = { least: 150, most: 350 }
const EVENTS = { short: 50, long: 1_000 }
const LOOK_EVERY_MS = 3

export const trickle: Question = {
  name: 'trickle',
  asks: 'How soon after an event is visible is its row committed?',
  how: `A list is read every second, the shortest interval that LES_PLAN can have; look-ups take \
${LATENS_MS} ms, pages none. One event at a time is published, about a nøkkel of its own, after every ${EVERY_MS.least} to \
${EVERY_MS.most} ms. The time runs from just before it is published until another connection sees its row, \
which looks every ${LOOK_EVERY_MS} ms. A reading begins up to a tenth of the interval later than planned, \
so that replicas and lists do not all ask at once; the target counts that to the interval.`,

  async measure({ server, rounds, long, draw }) {
    const runs: (readonly number[])[] = []
    await rounds([async () => runs.push(await run(server, long ? EVENTS.long : EVENTS.short))])
    const all = runs.flat().toSorted((one, other) => one - other)
    draw({
      kind: 'lines',
      name: 'trickle',
      title: 'From an event that is visible to its row',
      x: { label: 'milliseconds' },
      y: { label: '% of the events that are in the tables by then' },
      lines: [
        {
          label: 'all runs',
          points: all.map((ms, place) => [ms, (100 * (place + 1)) / all.length] as const),
        },
      ],
      marks: [{ at: 1.2 * LATENS_MS + INTERVAL_MS + JITTER_MS, label: 'p99 should be here' }],
    })
    return figures(runs, all)
  },
}

/** @returns for each event, milliseconds until its row was seen */
async function run(server: Server, events: number): Promise<readonly number[]> {
  await using simulated = await startSimulated({ hendelser: 0, latensMs: 0 })
  const latency = { latency: LATENS_MS, match: { kind: 'oppslag' } }
  await simulated.control('POST', 'latency', latency)
  await using db = await server.database()
  await makeSchema(db)
  await using daemon = startDaemon({ ...simulated.settings, DATABASE_URL: db.url, LES_PLAN })
  // The list has no posisjon before it has an event; and everything is compiled then.
  await publish(simulated)
  await seen(daemon, async () => (await rowsSeen(db)).length > 0)

  const publishedMs = new Map<string, number>()
  const [tookMs] = await Promise.all([
    watchRows(db, daemon, publishedMs, events),
    publishAll(simulated, publishedMs, events),
  ])
  return tookMs
}

const random = createRandom(3)

async function publish(simulated: Simulated): Promise<string> {
  const nokkel = { identifikator: personnummer(random), gjelderPeriode: '2024-01' }
  const [number] = await simulated.publish(LISTE, [nokkel])
  return String(number)
}

async function publishAll(
  simulated: Simulated,
  publishedMs: Map<string, number>,
  events: number,
): Promise<void> {
  for (let number = 0; number < events; number += 1) {
    const atMs = performance.now()
    publishedMs.set(await publish(simulated), atMs)
    await delay(EVERY_MS.least + random() * (EVERY_MS.most - EVERY_MS.least))
  }
}

async function watchRows(
  db: Database,
  daemon: Child,
  publishedMs: ReadonlyMap<string, number>,
  events: number,
): Promise<readonly number[]> {
  const tookMs = new Map<string, number>()
  while (tookMs.size < events) {
    if (!daemon.runs()) throw new Error(`it ended early:\n${daemon.output()}`)
    for (const number of await rowsSeen(db)) {
      const atMs = publishedMs.get(number)
      if (atMs !== undefined && !tookMs.has(number)) tookMs.set(number, performance.now() - atMs)
    }
    await delay(LOOK_EVERY_MS)
  }
  return [...tookMs.values()]
}

async function rowsSeen({ pool }: Database): Promise<readonly string[]> {
  const { rows } = await pool.query<{ number: string }>(
    `select sekvensnummer::text as "number" from skatt.opplysning`,
  )
  return rows.map(({ number }) => number)
}

/** @param share from 0 to 1, of sorted values */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN
}

function figures(runs: readonly (readonly number[])[], all: readonly number[]): readonly Figure[] {
  const sorted = runs.map((one) => one.toSorted((a, b) => a - b))
  const allowed = 1.2 * LATENS_MS + INTERVAL_MS
  return [
    {
      what: `p99 of all ${all.length} events ÷ (1.2 × latency + interval and its jitter)`,
      values: [quantile(all, 0.99) / (allowed + JITTER_MS)],
      target: { judged: 'worst', atMost: 1 },
      goal: 'freshness',
    },
    {
      what: `p99 of all ${all.length} events ÷ (1.2 × latency + interval without its jitter)`,
      values: [quantile(all, 0.99) / allowed],
    },
    { what: 'p50 of a run, ms', values: sorted.map((one) => quantile(one, 0.5)) },
    { what: 'p99 of a run, ms', values: sorted.map((one) => quantile(one, 0.99)) },
  ]
}
