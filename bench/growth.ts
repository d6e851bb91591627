/** Whether a nøkkel costs more, the more of them wait. */
import {
  fill,
  forgetAnswers,
  pageSeconds,
  prepareBacklog,
  type Sizes,
  sizes,
} from './support/backlog.ts'
import { startDaemon } from './support/daemon.ts'
import { memory } from './support/follow.ts'
import { median } from './support/numbers.ts'
import type { Database, Figure, Question, Server } from './support/question.ts'
import { type Simulated, startSimulated } from './support/simulated.ts'
import { walPosition } from './support/wal.ts'
import { nearly, seen } from './support/watch.ts'

const SIZES = [10_000, 1_000_000, 10_000_000]

/** Out of each backlog, in every run. */
const LOOK_UPS = 8_000

const PAGES = 5
const ANTALL = 1_000

/** Every look-up is answered with this: a month of income, about as long as they are. */
const BODY = JSON.stringify({
  personidentifikator: '01810112345',
  oppgaveInntektsmottaker: [
    {
      opplysningspliktigId: '310977101',
      virksomhetId: '310977101',
      kalendermaaned: '2024-01',
      inntekt: [{ fordel: 'kontantytelse', inngaarIGrunnlagForTrekk: true, beloep: 43_210 }],
    },
  ],
})

export const growth: Question = {
  name: 'growth',
  asks: 'Does a nøkkel cost more, the more of them wait?',
  how: `The backlogs are made by SQL: of one oppslag, all due, of persons in no order. In each run ${PAGES} \
pages of ${ANTALL} events about new nøkler are stored, then a daemon is started on the backlog and looks \
${LOOK_UPS} nøkler up in a simulator that answers at once, with the same body for all. The time runs from \
the first of these look-ups to the last. The smallest backlog is made anew for each run, and is nearly used \
up by it; of the others hardly anything is missing. Each run begins with a checkpoint, so that the first \
change of each page writes all of it to the WAL: the more pages, the more of these.`,

  async measure({ server, rounds, draw }) {
    await using closing = new AsyncDisposableStack()
    const simulated = closing.use(await startSimulated({ hendelser: 0, latensMs: 0 }))
    await simulated.control('POST', 'faults', {
      match: { kind: 'oppslag' },
      fault: { type: 'answer', status: 200, body: BODY, contentType: 'application/json' },
    })
    const cases: Case[] = []
    for (const size of SIZES) {
      const db = closing.use(await server.database())
      await prepareBacklog(db, simulated.settings)
      await fill(db, size)
      cases.push({ size, db, runs: [] })
    }
    await rounds(
      cases.map((one) => async () => {
        one.runs.push(await run(server, simulated, one))
      }),
    )
    draw({
      kind: 'lines',
      name: 'growth',
      title: 'Cost of a nøkkel by how many wait',
      x: { label: 'nøkler that wait', isLog: true },
      y: { label: 'ms a nøkkel' },
      lines: [
        line('time', cases, ({ msPerNokkel }) => msPerNokkel),
        line('processor, daemon', cases, ({ cpuMsPerNokkel }) => cpuMsPerNokkel),
        line('processor, Postgres', cases, (one) => one.postgresCpuMsPerNokkel),
      ],
    })
    return cases.flatMap((one) => figures(one, cases[0]?.runs ?? []))
  },
}

type Run = Sizes & {
  readonly msPerNokkel: number
  readonly cpuMsPerNokkel: number
  readonly postgresCpuMsPerNokkel: number
  readonly walBytesPerNokkel: number
  readonly pageSeconds: number
  readonly peakRssMb: number
}

type Case = { readonly size: number; readonly db: Database; readonly runs: Run[] }

async function run(server: Server, simulated: Simulated, { size, db }: Case): Promise<Run> {
  if (size < LOOK_UPS * 10) await fill(db, size)
  await forgetAnswers(db)
  const page = await pageSeconds(db.pool, PAGES, ANTALL)
  await simulated.reset()
  await using daemon = startDaemon({ ...simulated.settings, DATABASE_URL: db.url })
  const calls = async () => (await simulated.lookUps()).calls
  const cpu = async () => ({ own: daemon.cpuSeconds(), postgres: await server.cpuSeconds() })

  const start = await seen(daemon, async () => (await calls()) > 0)
  const before = await cpu()
  const walBefore = await walPosition(db.pool)
  await nearly(daemon, LOOK_UPS, calls, start.firstMs)
  let made = 0
  const end = await seen(daemon, async () => (made = await calls()) >= LOOK_UPS)
  const after = await cpu()
  return {
    msPerNokkel: (end.firstMs - start.lastWithoutMs) / made,
    cpuMsPerNokkel: ((after.own - before.own) * 1_000) / made,
    postgresCpuMsPerNokkel: ((after.postgres - before.postgres) * 1_000) / made,
    walBytesPerNokkel: ((await walPosition(db.pool)) - walBefore) / made,
    pageSeconds: page,
    peakRssMb: daemon.peakRssMb(),
    ...(await sizes(db.pool)),
  }
}

function figures({ size, runs }: Case, smallest: readonly Run[]): readonly Figure[] {
  const of = `${size} waiting`
  const figure = (what: string, value: (one: Run) => number): Figure => ({
    what: `${of}: ${what}`,
    values: runs.map(value),
  })
  const ratio = (what: string, value: (one: Run) => number): Figure => ({
    what: `${of}: ${what} ÷ that with ${SIZES[0]}`,
    // Of one round: what else the machine did was then most alike.
    values: runs.map((one, round) => value(one) / value(smallest[round] ?? one)),
    target: { judged: 'median', atMost: 1.1 },
    goal: 'growth',
  })
  return [
    ...(runs === smallest
      ? []
      : [
          ratio('time of a nøkkel', ({ msPerNokkel }) => msPerNokkel),
          ratio('processor time of a nøkkel, with Postgres', (one) => {
            return one.cpuMsPerNokkel + one.postgresCpuMsPerNokkel
          }),
          {
            what: `${of}: time of a page ÷ that with ${SIZES[0]}`,
            values: runs.map(
              (one, round) => one.pageSeconds / (smallest[round] ?? one).pageSeconds,
            ),
          },
        ]),
    memory(
      of,
      runs.map(({ peakRssMb }) => peakRssMb),
    ),
    figure('time of a nøkkel, ms', ({ msPerNokkel }) => msPerNokkel),
    figure('processor time of the daemon, ms a nøkkel', ({ cpuMsPerNokkel }) => cpuMsPerNokkel),
    figure('processor time of Postgres, ms a nøkkel', (one) => one.postgresCpuMsPerNokkel),
    figure(`seconds a page of ${ANTALL}`, (one) => one.pageSeconds),
    figure('table, MB', ({ tableMb }) => tableMb),
    figure('its indexes, MB', ({ indexMb }) => indexMb),
    figure('WAL, bytes a nøkkel', (one) => one.walBytesPerNokkel),
    figure('dead rows', ({ deadRows }) => deadRows),
  ]
}

function line(label: string, cases: readonly Case[], value: (one: Run) => number) {
  return { label, points: cases.map(({ size, runs }) => [size, median(runs.map(value))] as const) }
}
