/** How soon it works at full speed again after it was killed. */
import { startDaemon } from './support/daemon.ts'
import type { Figure, Question, Server } from './support/question.ts'
import { type Simulated, startSimulated } from './support/simulated.ts'
import { createTimeline, fullSpeedAt, type Sample, speed, speeds } from './support/timeline.ts'
import { seen } from './support/watch.ts'

const LATENS_MS = 20
const HENDELSER = 6_000

/** At full speed before the kill. */
const BEFORE_MS = 2_000
const GIVE_UP_AFTER_MS = 30_000

export const restart: Question = {
  name: 'restart',
  asks: 'How soon is it at full speed again after a kill -9?',
  how: `A daemon that has been looking up at full speed for ${BEFORE_MS / 1_000} s, at ${LATENS_MS} ms each, \
is killed with SIGKILL, and another is started in the same moment. The time runs from there to the \
beginning of the first half second in which the simulator sees at least 95 % of the calls that it saw \
before. In it are the start of the process and the end of the killed one's lease: nobody gives it back.`,

  async measure({ server, rounds, draw }) {
    await using simulated = await startSimulated({ latensMs: LATENS_MS, hendelser: HENDELSER })
    const runs: Run[] = []
    await rounds([async () => runs.push(await run(server, simulated))])
    draw({
      kind: 'lines',
      name: 'restart',
      title: 'Look-ups a second around a kill -9',
      x: { label: 'seconds since the start of the measurement' },
      y: { label: 'look-ups a second' },
      lines: runs.map(({ samples }, place) => ({
        label: `run ${place + 1}`,
        points: speeds(samples, samples[0]?.atMs ?? 0, 200),
      })),
      marks: [{ at: BEFORE_MS / 1_000, label: 'kill -9 and start' }],
    })
    return figures(runs)
  },
}

type Run = {
  readonly samples: readonly Sample[]
  /** From the kill on, in seconds. */
  readonly firstCall: number
  readonly fullSpeed: number
  readonly speedBefore: number
}

async function run(server: Server, simulated: Simulated): Promise<Run> {
  await using db = await server.database()
  await simulated.reset()
  const env = { ...simulated.settings, DATABASE_URL: db.url }
  await using killed = startDaemon(env)
  await seen(killed, async () => (await simulated.lookUps()).calls > 100)

  const timeline = createTimeline(simulated)
  const { samples } = timeline
  const beganMs = performance.now()
  await timeline.until(() => performance.now() - beganMs >= BEFORE_MS, GIVE_UP_AFTER_MS)
  const killedMs = performance.now()
  killed.kill()
  await using again = startDaemon(env)
  const speedBefore = speed(samples, beganMs, killedMs)
  let fullMs: number | null = null
  await timeline.until(() => {
    if (!again.runs()) throw new Error(`it ended early:\n${again.output()}`)
    // What was in flight at the kill has been counted already.
    fullMs = fullSpeedAt(samples, killedMs + 100, speedBefore)
    return fullMs !== null
  }, GIVE_UP_AFTER_MS)

  const callsThen = samples.findLast(({ atMs }) => atMs <= killedMs + 100)?.calls ?? 0
  const first = samples.find(({ calls }) => calls > callsThen)?.atMs ?? Number.NaN
  return {
    samples,
    firstCall: (first - killedMs) / 1_000,
    fullSpeed: ((fullMs ?? Number.NaN) - killedMs) / 1_000,
    speedBefore,
  }
}

function figures(runs: readonly Run[]): readonly Figure[] {
  return [
    {
      what: 'seconds from the kill to full speed',
      values: runs.map(({ fullSpeed }) => fullSpeed),
      target: { judged: 'worst', atMost: 3 },
      goal: 'restart',
    },
    {
      what: 'seconds from the kill to the first look-up',
      values: runs.map(({ firstCall }) => firstCall),
    },
    { what: 'look-ups a second before', values: runs.map(({ speedBefore }) => speedBefore) },
  ]
}
