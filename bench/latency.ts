/** How near the daemon comes to what five calls in flight allow. */
import { bareLoop, type BareRun } from './support/bare.ts'
import { follow, rightness, type Run, SLOTS } from './support/follow.ts'
import type { Figure, Question } from './support/question.ts'
import { type Simulated, startSimulated } from './support/simulated.ts'

const CASES = [
  { latensMs: 20, hendelser: 4_500 },
  { latensMs: 100, hendelser: 2_250 },
]

/** Of the daemon's calls, how many the bare loop makes: enough for a mean. */
const BARE_SHARE = 1 / 2

export const latency: Question = {
  name: 'latency',
  asks: 'How near does it come to the time that five calls in flight need?',
  how: `One list with one oppslag, a third of whose events repeat a nøkkel, all there from the start. \
The daemon and the simulator are processes of their own. The time runs from the arrival of the first \
look-up at the simulator until the list is read and no nøkkel waits in Postgres. The lower bound is \
nøkler × latency ÷ ${SLOTS}, with the mean latency that the simulator measured for these very calls, \
from arrival to last byte. The way between the processes is not in it, and no follower can save it: \
what it takes shows in five bare loops of undici that store nothing, measured in turn with the daemon. \
A perfect follower reads all events first and looks each nøkkel up once.`,

  async measure({ server, rounds }) {
    await using closing = new AsyncDisposableStack()
    const cases: Case[] = []
    for (const { latensMs, hendelser } of CASES) {
      const simulated = closing.use(await startSimulated({ latensMs, hendelser }))
      cases.push({ latensMs, simulated, runs: [], bare: [] })
    }
    await rounds(
      cases.flatMap(({ simulated, runs, bare }) => [
        async () => runs.push(await follow(server, simulated)),
        async () => bare.push(await bareLoop(simulated, Math.round(simulated.nokler * BARE_SHARE))),
      ]),
    )
    return cases.flatMap(figures)
  },
}

type Case = {
  readonly latensMs: number
  readonly simulated: Simulated
  readonly runs: Run[]
  readonly bare: BareRun[]
}

function figures({ latensMs, simulated: { nokler }, runs, bare }: Case): readonly Figure[] {
  const of = `${latensMs} ms, ${nokler} nøkler`
  return [
    {
      what: `${of}: time ÷ lower bound`,
      values: runs.map(({ wallMs, meanMs }) => wallMs / lowerBoundMs(nokler, meanMs)),
      target: { judged: 'median', atMost: 1.03 },
    },
    {
      what: `${of}: time ÷ lower bound, bare loop`,
      values: bare.map(({ wallMs, meanMs, calls }) => wallMs / lowerBoundMs(calls, meanMs)),
    },
    {
      what: `${of}: time ÷ that of the bare loop for as many nøkler`,
      // Of one round each: what else the machine did was then most alike.
      values: runs.map(({ wallMs }, round) => wallMs / nokler / msPerCall(bare[round])),
      target: { judged: 'median', atMost: 1.03 },
    },
    ...rightness(of, nokler, runs),
    { what: `${of}: mean latency, ms`, values: runs.map(({ meanMs }) => meanMs) },
  ]
}

function msPerCall(run: BareRun | undefined): number {
  return run === undefined ? Number.NaN : run.wallMs / run.calls
}

function lowerBoundMs(calls: number, meanMs: number): number {
  return (calls * meanMs) / SLOTS
}
