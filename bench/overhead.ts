/** What the daemon itself costs, when the look-ups take next to no time. */
import { expectedKilder } from '../src/app/followed.ts'
import { migrate } from '../src/store/migrate.ts'
import { bareLoop, type BareRun } from './support/bare.ts'
import { configOf } from '../test/support/config.ts'
import { follow, rightness, type Run } from './support/follow.ts'
import { begin, pagesOf, store } from './support/pages.ts'
import type { Database, Figure, Question } from './support/question.ts'
import { LISTE, OPPSLAG, type Simulated, startSimulated } from './support/simulated.ts'

const CASES = [
  { latensMs: 0, hendelser: 24_000 },
  { latensMs: 1, hendelser: 9_000 },
  { latensMs: 2, hendelser: 6_000 },
]
const LONG = 5
const SIDE_ANTALL = 10_000

export const overhead: Question = {
  name: 'overhead',
  asks: 'How fast does it look up where look-ups take next to no time, beside a loop that stores nothing?',
  how: `As latency, but the simulator answers at once, or after 1 or 2 ms, and the events are stored \
before the daemon starts: how fast they are is the question page. Beside it a bare undici loop with five \
slots asks the same simulator for the same nøkler and drops the answers. Both are measured from the first \
look-up to the last; the daemon then has everything committed. The three processes and Postgres share the \
machine's processors, so what Postgres needs is missing elsewhere. A simulator that answers at once does \
so before it sees the next call, and never counts two in flight.`,

  async measure({ server, rounds, draw, long }) {
    await using closing = new AsyncDisposableStack()
    const cases: Case[] = []
    for (const { latensMs, hendelser } of CASES) {
      const events = hendelser * (long ? LONG : 1)
      const simulated = closing.use(await startSimulated({ latensMs, hendelser: events }))
      cases.push({ latensMs, simulated, runs: [], bare: [] })
    }
    await rounds(
      cases.flatMap(({ simulated, runs, bare }) => {
        const prepare = (db: Database) => storeAll(db, simulated)
        return [
          async () => runs.push(await follow(server, simulated, { prepare })),
          async () => bare.push(await bareLoop(simulated, simulated.nokler)),
        ]
      }),
    )
    draw({
      kind: 'bars',
      name: 'overhead',
      title: 'Look-ups a second where they take next to no time',
      axis: 'look-ups a second',
      bars: cases.flatMap(({ latensMs, simulated: { nokler }, runs, bare }) => [
        { label: `${latensMs} ms`, values: perSecond(nokler, runs), isOurs: true },
        { label: `${latensMs} ms, bare loop, stores nothing`, values: perSecond(nokler, bare) },
      ]),
    })
    return cases.flatMap(figures)
  },
}

type Case = {
  readonly latensMs: number
  readonly simulated: Simulated
  readonly runs: Run[]
  readonly bare: BareRun[]
}

/** Leaves a database as the daemon would that had read the list and looked nothing up. */
async function storeAll({ url, pool }: Database, { twin, settings }: Simulated): Promise<void> {
  await migrate({ kind: 'url', url })
  await begin(pool, expectedKilder(configOf(settings))[0]?.kilde)
  for (const page of pagesOf([...twin.events(LISTE)], SIDE_ANTALL, [OPPSLAG])) {
    await store(pool, page)
  }
}

function perSecond(nokler: number, runs: readonly { wallMs: number }[]): readonly number[] {
  return runs.map(({ wallMs }) => nokler / (wallMs / 1_000))
}

function figures({ latensMs, simulated: { nokler }, runs, bare }: Case): readonly Figure[] {
  const of = `${latensMs} ms, ${nokler} nøkler`
  const ours = perSecond(nokler, runs)
  const bares = perSecond(nokler, bare)
  const cpu = (whose: string, seconds: readonly number[]) => ({
    what: `${of}: processor time of ${whose}, ms a nøkkel`,
    values: seconds.map((value) => (value / nokler) * 1_000),
  })
  return [
    {
      what: `${of}: look-ups a second ÷ those of the bare loop`,
      // Those of one round: what else the machine did was then most alike.
      values: ours.map((value, round) => value / (bares[round] ?? Number.NaN)),
      target: { judged: 'median', atLeast: 0.5 },
      goal: 'overhead',
    },
    ...rightness(of, nokler, runs),
    cpu(
      'the daemon',
      runs.map(({ cpuSeconds }) => cpuSeconds.daemon),
    ),
    cpu(
      'Postgres',
      runs.map(({ cpuSeconds }) => cpuSeconds.postgres),
    ),
    cpu(
      'the simulator',
      runs.map(({ cpuSeconds }) => cpuSeconds.simulator),
    ),
    cpu(
      'the bare loop',
      bare.map(({ cpuSeconds }) => cpuSeconds),
    ),
    { what: `${of}: look-ups a second`, values: ours },
    { what: `${of}: look-ups a second of the bare loop`, values: bares },
  ]
}
