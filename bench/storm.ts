/** How soon it works at full speed again after an API was down. */
import { startDaemon } from './support/daemon.ts'
import type { Database, Figure, Question, Server } from './support/question.ts'
import { startSimulated } from './support/simulated.ts'
import { createTimeline, fullSpeedAt, type Sample, speed, speeds } from './support/timeline.ts'
import { seen } from './support/watch.ts'

const LATENS_MS = 50
const HENDELSER = 3_000
const BEFORE_MS = 3_000

/** Seconds of 503: the pauses have then grown to their longest, and stay so, however long it takes. */
const STORM_S = { short: 75, long: 600 }

/** At once: most of the time nothing is done. */
const RUNS = 5
const GIVE_UP_AFTER_MS = 120_000

export const storm: Question = {
  name: 'storm',
  asks: 'How soon is it at full speed again when a storm of 503 is over, and what did it cost?',
  how: `${RUNS} daemons at once, each with a database and a simulator of its own, look up at ${LATENS_MS} ms \
each; then every look-up is answered with 503 for ${STORM_S.short} s, or for ten minutes with --long. From \
the end of the storm the time runs to the beginning of the first half second with at least 95 % of the \
calls before. ${STORM_S.short} s tell what ten minutes do: a pause is twice as long as the one before it, \
drawn between half and all of that, and never more than 40 s, which the seventh is at the latest; the first \
six are over after 63 s. From then on the pauses stay what they are.`,

  async measure({ server, long, draw }) {
    const seconds = long ? STORM_S.long : STORM_S.short
    const runs = await Promise.all(Array.from({ length: RUNS }, () => run(server, seconds)))
    draw({
      kind: 'lines',
      name: 'storm',
      title: `Look-ups a second around ${seconds} s of 503`,
      x: { label: 'seconds since the start of the measurement' },
      y: { label: 'look-ups a second' },
      lines: runs.map(({ samples }, place) => ({
        label: `daemon ${place + 1}`,
        points: speeds(samples, samples[0]?.atMs ?? 0, 1_000),
      })),
      marks: [
        { at: BEFORE_MS / 1_000, label: '503 begins' },
        { at: BEFORE_MS / 1_000 + seconds, label: 'it is over' },
      ],
    })
    return figures(runs)
  },
}

type Run = {
  readonly samples: readonly Sample[]
  /** From the end of the storm on, in seconds. */
  readonly fullSpeed: number
  readonly callsMeanwhile: number
  readonly triesSpent: number
}

async function run(server: Server, seconds: number): Promise<Run> {
  await using simulated = await startSimulated({ latensMs: LATENS_MS, hendelser: HENDELSER })
  await using db = await server.database()
  await using daemon = startDaemon({ ...simulated.settings, DATABASE_URL: db.url })
  const timeline = createTimeline(simulated)
  const { samples } = timeline
  const until = (atMs: number) =>
    timeline.until(() => performance.now() >= atMs, (seconds + 60) * 1_000)
  await seen(daemon, async () => (await simulated.lookUps()).calls > 50)
  const beganMs = performance.now()
  await until(beganMs + BEFORE_MS)

  const speedBefore = speed(samples, beganMs, performance.now())
  await simulated.control('POST', 'faults', {
    match: { kind: 'oppslag' },
    fault: { type: 'html', status: 503 },
  })
  const stormMs = performance.now()
  await until(stormMs + seconds * 1_000)
  const callsMeanwhile = callsBetween(samples, stormMs)
  const triesSpent = await tries(db)
  await simulated.control('DELETE', 'faults')
  const overMs = performance.now()
  let fullMs: number | null = null
  await timeline.until(() => {
    if (!daemon.runs()) throw new Error(`it ended early:\n${daemon.output()}`)
    fullMs = fullSpeedAt(samples, overMs, speedBefore)
    return fullMs !== null
  }, GIVE_UP_AFTER_MS)
  return {
    samples,
    fullSpeed: ((fullMs ?? Number.NaN) - overMs) / 1_000,
    callsMeanwhile,
    triesSpent: triesSpent + (await tries(db)),
  }
}

function callsBetween(samples: readonly Sample[], fromMs: number): number {
  const before = samples.findLast(({ atMs }) => atMs <= fromMs)?.calls ?? 0
  return (samples.at(-1)?.calls ?? 0) - before
}

/** Of all nøkler, those set aside among them. */
async function tries({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ tries: number }>(`
    select (select coalesce(sum(forsok), 0) from folger.ventende_oppslag)::int
           + (select coalesce(sum(forsok), 0) from folger.parkert_oppslag)::int as "tries"`)
  return rows[0]?.tries ?? Number.NaN
}

function figures(runs: readonly Run[]): readonly Figure[] {
  return [
    {
      what: 'seconds from the end of the storm to full speed',
      values: runs.map(({ fullSpeed }) => fullSpeed),
      target: { judged: 'worst', atMost: 60 },
      goal: 'storm',
    },
    {
      what: 'tries spent by the storm',
      values: runs.map(({ triesSpent }) => triesSpent),
      target: { judged: 'worst', atMost: 0 },
      goal: 'storm',
    },
    { what: 'look-ups made during the storm', values: runs.map((one) => one.callsMeanwhile) },
  ]
}
