/** How near the daemon comes to what five calls in flight allow. */
import { bareLoop, type BareRun } from './support/bare.ts'
import { follow, rightness, type Run, SLOTS } from './support/follow.ts'
import type { Figure, Question } from './support/question.ts'
import { type Simulated, startSimulated } from './support/simulated.ts'

/** So many events that their nøkler can be shared out among the slots evenly. */
const CASES = [
  { latensMs: 20, hendelser: 3_005 },
  { latensMs: 100, hendelser: 585 },
  { latensMs: 300, hendelser: 225 },
]

/** With time, so much more of each: what is spent at the beginning and the end then weighs less. */
const LONG = 10

/** Of the daemon's calls, how many the bare loop makes: enough for a mean. */
const BARE_SHARE = 1 / 3

export const latency: Question = {
  name: 'latency',
  asks: 'How near does it come to the time that five calls in flight need?',
  how: `One list with one oppslag, a third of whose events repeat a nøkkel, all there from the start. \
The daemon and the simulator are processes of their own. The time runs from the arrival of the first \
look-up at the simulator until the list is read and no nøkkel waits in Postgres. The lower bound is \
nøkler × mean latency ÷ ${SLOTS}. Two means are shown. The target is judged by the latency that a caller \
sees: a bare loop of undici with five slots that stores nothing, measured in turn with the daemon, takes \
the time of each of its calls. The simulator's own mean, for these very calls of the daemon, from arrival \
to last byte, leaves out the way between the two processes, which no follower can save; by it even the \
bare loop is above 1. A perfect follower reads all events first and looks each nøkkel up once.`,

  async measure({ server, rounds, draw, long }) {
    await using closing = new AsyncDisposableStack()
    const cases: Case[] = []
    for (const { latensMs, hendelser } of CASES) {
      const events = hendelser * (long ? LONG : 1)
      const simulated = closing.use(await startSimulated({ latensMs, hendelser: events }))
      cases.push({ latensMs, simulated, runs: [], bare: [] })
    }
    await rounds(
      cases.flatMap(({ simulated, runs, bare }) => [
        async () => runs.push(await follow(server, simulated)),
        async () => bare.push(await bareLoop(simulated, bareCalls(simulated))),
      ]),
    )
    draw({
      kind: 'bars',
      name: 'latency',
      title: 'Time ÷ the lower bound of five calls in flight',
      axis: 'time ÷ (nøkler × mean latency as a caller sees it ÷ 5)',
      bars: cases.flatMap((one) => [
        { label: `${one.latensMs} ms`, values: overBound(one), isOurs: true },
        { label: `${one.latensMs} ms, bare loop`, values: bareOverBound(one) },
      ]),
      mark: { at: 1, label: 'lower bound' },
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

/** A multiple of the slots. */
function bareCalls({ nokler }: Simulated): number {
  return Math.round((nokler * BARE_SHARE) / SLOTS) * SLOTS
}

function figures(one: Case): readonly Figure[] {
  const { latensMs, simulated, runs, bare } = one
  const { nokler } = simulated
  const of = `${latensMs} ms, ${nokler} nøkler`
  return [
    {
      what: `${of}: time ÷ lower bound by the latency a caller sees`,
      values: overBound(one),
      target: { judged: 'median', atMost: 1.03 },
      goal: 'latency',
    },
    { what: `${of}: the same of the bare loop`, values: bareOverBound(one) },
    {
      what: `${of}: time ÷ lower bound by the simulator's own latency`,
      values: runs.map(({ wallMs, meanMs }) => wallMs / lowerBoundMs(nokler, meanMs)),
    },
    {
      what: `${of}: the same of the bare loop, by the simulator's`,
      values: bare.map(({ wallMs, meanMs, calls }) => wallMs / lowerBoundMs(calls, meanMs)),
    },
    ...rightness(of, nokler, runs),
    { what: `${of}: latency as a caller sees it, ms`, values: bare.map(({ callMs }) => callMs) },
    { what: `${of}: latency at the simulator, ms`, values: runs.map(({ meanMs }) => meanMs) },
  ]
}

/** By the bare loop of the same round: what else the machine did was then most alike. */
function overBound({ simulated: { nokler }, runs, bare }: Case): readonly number[] {
  return runs.map(
    ({ wallMs }, round) => wallMs / lowerBoundMs(nokler, bare[round]?.callMs ?? Number.NaN),
  )
}

function bareOverBound({ bare }: Case): readonly number[] {
  return bare.map(({ wallMs, calls, callMs }) => wallMs / lowerBoundMs(calls, callMs))
}

function lowerBoundMs(calls: number, meanMs: number): number {
  return (calls * meanMs) / SLOTS
}
