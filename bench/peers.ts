/** The same work by the daemon and by what people would build instead. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import packages from './package.json' with { type: 'json' }
import { type Contender, type Course, type Result, run } from './support/contest.ts'
import { startDaemon } from './support/daemon.ts'
import { memory, SLOTS } from './support/follow.ts'
import { median, written } from './support/numbers.ts'
import { startPeer } from './support/peer.ts'
import type { Bench, Figure, Question, Table } from './support/question.ts'

type Peer = Contender & {
  /** Of the tuned queue pipelines, to which the target compares. */
  readonly isTuned?: boolean
  /** Goes one by one: a fifth of the events tells as much. */
  readonly isSlow?: boolean
}

const OURS: Peer = {
  name: 'hendelsesfølger',
  start: async (url, { settings }) =>
    startDaemon({ ...settings, DATABASE_URL: url, LES_PLAN: '* * * * * *' }),
}

const PEERS: readonly Peer[] = [
  OURS,
  { name: 'pg-boss, tuned', start: startPeer('pg-boss-tuned'), isTuned: true },
  { name: 'graphile-worker, tuned', start: startPeer('graphile-tuned'), isTuned: true },
  { name: 'pg-boss, work()', start: startPeer('pg-boss-work') },
  { name: 'graphile-worker, run()', start: startPeer('graphile-plain') },
  { name: 'two loops, as Kartverket', start: startPeer('two-loops') },
  { name: 'one by one, as Nav', start: startPeer('one-by-one'), isSlow: true },
]

const COURSES = [
  { name: 'look-ups of 20 ms', latensMs: 20, hendelser: 900 },
  { name: 'look-ups of 0 ms', latensMs: 0, hendelser: 12_000 },
] as const

/** The course by which the target is judged. */
const OVERHEAD_BOUND = 0
const LONG = 5
const SLOW_SHARE = 1 / 5

const { 'pg-boss': PG_BOSS, 'graphile-worker': GRAPHILE } = packages.dependencies

export const peers: Question = {
  name: 'peers',
  asks: 'How fast, how right and how sparing is it beside what people would use instead?',
  how: `Each contender is a process of its own with the flags of the daemon: the daemon; pg-boss \
${PG_BOSS} and graphile-worker ${GRAPHILE}, each tuned as well as we could and as its documentation shows \
it; a follower with two loops, a status column and batches of five under SKIP LOCKED, as Kartverket's; one \
that does one thing at a time, as Nav's. The re-creations are ours, in bench/peers/: corrections are \
welcome. All follow the same list of a simulator of the same seed, in pages of 1,000, ${SLOTS} look-ups in \
flight over undici, the same answers into the same table (skatt.inntekt) by the same statement, on a \
Postgres with fsync on, and read the list again a second after its end. The daemon also stores the events, \
its change feed and its log of calls; pg-boss has a table beside the queue, because it keeps a key's first \
payload and not its last. While they run, more events come in about nøkler just looked up, in flight or \
next, and about new ones. The time runs from the first page asked for until the tables are right; a run \
that never gets there has no time, but lost or stale nøkler. The lower bound is the needed look-ups × the \
latency a caller sees ÷ ${SLOTS}; needed is one that answered with a newer event than the look-up of its \
nøkkel before. Nobody can make only those: an event may come in after a look-up, be answered by it, and be \
read later. Whoever goes one by one gets a fifth of the \
events. Dead rows are row versions that were written and \
then replaced or deleted; they and the WAL are those of the whole server from the first page on.`,

  async measure(bench) {
    if (!existsSync(join(import.meta.dirname, 'node_modules'))) {
      throw new Error('the rivals are not installed. Install them: npm ci --prefix bench')
    }
    const figures: Figure[] = []
    const all = COURSES.map((course) => ({
      course,
      entries: PEERS.map((peer) => ({ peer, results: [] as Result[] })),
    }))
    await bench.rounds(
      all.flatMap(({ course, entries }) =>
        entries.map(({ peer, results }) => async () => {
          results.push(await run(bench.server, peer, courseOf(peer, course, bench)))
        }),
      ),
    )
    for (const { course, entries } of all) {
      drawTimes(bench, course, entries)
      bench.tabulate(costs(course, entries))
      figures.push(...headToHead(course, entries), ...ourRightness(course, entries))
    }
    return figures
  },
}

type Entry = { readonly peer: Peer; readonly results: readonly Result[] }
type NamedCourse = (typeof COURSES)[number]

function courseOf({ isSlow }: Peer, { latensMs, hendelser }: NamedCourse, { long }: Bench): Course {
  const share = (long ? LONG : 1) * (isSlow === true ? SLOW_SHARE : 1)
  return { latensMs, hendelser: Math.round(hendelser * share) }
}

function perNokkelMs({ isRight, wallMs, nokler }: Result): number {
  return isRight ? wallMs / nokler : Number.NaN
}

function perSecond(result: Result): number {
  return 1_000 / perNokkelMs(result)
}

/** How much faster we are than the faster tuned queue pipeline of the same round that was right. */
function headToHead(course: NamedCourse, entries: readonly Entry[]): readonly Figure[] {
  const ours = entries.find(({ peer }) => peer === OURS)?.results ?? []
  const tuned = entries.filter(({ peer }) => peer.isTuned === true)
  const values = ours.map((own, round) => {
    const best = tuned.map(({ results }) => results[round]).filter((result) => result?.isRight)
    return perSecond(own) / Math.max(...best.map((result) => (result ? perSecond(result) : 0)))
  })
  return [
    {
      what: `${course.name}: as fast as the best tuned queue pipeline, times`,
      values,
      ...(course.latensMs === OVERHEAD_BOUND
        ? { target: { judged: 'median', atLeast: 2 }, goal: 'peers' }
        : {}),
    },
  ]
}

function ourRightness({ name }: NamedCourse, entries: readonly Entry[]): readonly Figure[] {
  const results = entries.find(({ peer }) => peer === OURS)?.results ?? []
  return [
    {
      what: `${name}: nøkler of ours lost or stale at the end`,
      values: results.map(({ lost, stale }) => lost + stale),
      target: { judged: 'worst', atMost: 0 },
      goal: 'right',
    },
    {
      what: `${name}: most look-ups of ours in flight`,
      values: results.map(({ highestInFlight }) => highestInFlight),
      target: { judged: 'worst', atMost: SLOTS },
      goal: 'slots',
    },
    memory(
      name,
      results.map(({ peakRssMb }) => peakRssMb),
    ),
  ]
}

/** What each column is, and what of a result it shows. */
const COLUMNS: readonly (readonly [head: string, of: (result: Result) => number])[] = [
  ['nøkler a second', perSecond],
  [
    'time ÷ lower bound',
    ({ isRight, wallMs, boundMs }) => (isRight ? wallMs / boundMs : Number.NaN),
  ],
  ['look-ups ÷ needed', ({ calls, withoutNews }) => calls / (calls - withoutNews)],
  ['most in flight', ({ highestInFlight }) => highestInFlight],
  ['CPU, ms a nøkkel', ({ cpuSeconds, nokler }) => (cpuSeconds * 1e3) / nokler],
  ['CPU of Postgres, ms a nøkkel', (result) => (result.postgresCpuSeconds * 1e3) / result.nokler],
  ['most memory, MB', ({ peakRssMb }) => peakRssMb],
  ['WAL, bytes a nøkkel', ({ walBytes, nokler }) => Math.round(walBytes / nokler)],
  ['dead rows a nøkkel', ({ deadRows, nokler }) => deadRows / nokler],
]

function costs({ name }: NamedCourse, entries: readonly Entry[]): Table {
  const head = ['', 'runs right', 'lost', 'stale', ...COLUMNS.map(([column]) => column)]
  const rows = entries.map(({ peer, results }) => {
    const right = results.filter(({ isRight }) => isRight).length
    const most = (of: (result: Result) => number) => String(Math.max(...results.map(of)))
    return [
      peer.name,
      `${right} of ${results.length}`,
      most(({ lost }) => lost),
      most(({ stale }) => stale),
      ...COLUMNS.map(([, of]) => middle(results.map(of))),
    ]
  })
  return {
    title: `With ${name}, the medians of all runs; of lost and stale nøkler the worst run`,
    rows: [head, ...rows],
  }
}

/** Of what could be measured. */
function middle(values: readonly number[]): string {
  const measured = values.filter((value) => !Number.isNaN(value))
  return measured.length === 0 ? '' : written(median(measured))
}

function drawTimes({ draw }: Bench, course: NamedCourse, entries: readonly Entry[]): void {
  const bounds = entries.flatMap(({ results }) =>
    results.map(({ boundMs, nokler }) => (1_000 * nokler) / boundMs),
  )
  draw({
    kind: 'bars',
    name: `peers-${course.latensMs}-ms`,
    title: `Nøkler a second, ${course.name}`,
    axis: 'nøkler a second, from the first page until the tables are right',
    bars: entries.map(({ peer, results }) => {
      const values = results.filter(({ isRight }) => isRight).map(perSecond)
      const wrong = results.length - values.length
      return {
        label: peer.name,
        values,
        isOurs: peer === OURS,
        ...(wrong === 0 ? {} : { note: `${wrong} of ${results.length} runs wrong` }),
      }
    }),
    mark: {
      at: bounds.toSorted((a, b) => a - b)[Math.floor(bounds.length / 2)] ?? 0,
      label: 'lower bound',
    },
  })
}
