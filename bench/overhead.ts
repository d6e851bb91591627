/** What the daemon itself costs, when the look-ups take no time. */
import { expectedKilder } from '../src/app/followed.ts'
import { migrate } from '../src/store/migrate.ts'
import { bareLoop, type BareRun } from './support/bare.ts'
import { configOf } from './support/config.ts'
import { follow, rightness, type Run } from './support/follow.ts'
import { begin, pagesOf, store } from './support/pages.ts'
import type { Database, Figure, Question } from './support/question.ts'
import { LISTE, OPPSLAG, type Simulated, startSimulated } from './support/simulated.ts'

const HENDELSER = 30_000
const SIDE_ANTALL = 10_000

export const overhead: Question = {
  name: 'overhead',
  asks: 'How fast does it look up where look-ups take no time, beside a loop that stores nothing?',
  how: `As latency, but the simulator answers at once, and the events are stored before the daemon starts: \
how fast they are is the question page. Beside it a bare undici loop with five slots asks the same \
simulator for the same nøkler and drops the answers. Both are measured from the first look-up to the \
last; the daemon then has everything committed. The simulator answers a call before it sees the next, so \
it never counts two in flight.`,

  async measure({ server, rounds }) {
    await using simulated = await startSimulated({ hendelser: HENDELSER, latensMs: 0 })
    const { nokler } = simulated
    const runs: Run[] = []
    const bare: BareRun[] = []
    await rounds([
      async () => runs.push(await follow(server, simulated, (db) => storeAll(db, simulated))),
      async () => bare.push(await bareLoop(simulated, nokler)),
    ])
    return figures(nokler, runs, bare)
  },
}

/** Leaves a database as the daemon would that had read the list and looked nothing up. */
async function storeAll({ url, pool }: Database, { twin, settings }: Simulated): Promise<void> {
  await migrate({ kind: 'url', url })
  await begin(pool, expectedKilder(configOf(settings))[0]?.kilde)
  for (const page of pagesOf([...twin.events(LISTE)], SIDE_ANTALL, [OPPSLAG])) {
    await store(pool, page)
  }
}

function figures(
  nokler: number,
  runs: readonly Run[],
  bare: readonly BareRun[],
): readonly Figure[] {
  const of = `0 ms, ${nokler} nøkler`
  const perSecond = ({ wallMs }: { wallMs: number }) => nokler / (wallMs / 1_000)
  const cpu = (whose: string, seconds: readonly number[]) => ({
    what: `${of}: processor time of ${whose}, ms a nøkkel`,
    values: seconds.map((value) => (value / nokler) * 1_000),
  })
  return [
    {
      what: `${of}: look-ups a second ÷ those of the bare loop`,
      // Those of one round: what else the machine did was then most alike.
      values: runs.map((run, round) => perSecond(run) / perSecond(bare[round] ?? run)),
      target: { judged: 'median', atLeast: 0.5 },
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
    { what: `${of}: look-ups a second`, values: runs.map(perSecond) },
    { what: `${of}: look-ups a second of the bare loop`, values: bare.map(perSecond) },
    {
      what: `${of}: most memory of the daemon, MiB`,
      values: runs.map(({ peakRssMiB }) => peakRssMiB),
    },
  ]
}
