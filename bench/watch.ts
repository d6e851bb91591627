/** How fast a file becomes a watch list. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EGEN } from '../src/domain/ids.ts'
import { makeEventIndex } from '../src/store/event-index.ts'
import { saveFulgteOppslag } from '../src/store/fulgt-oppslag.ts'
import { migrate } from '../src/store/migrate.ts'
import type { Pool } from '../src/store/pool.ts'
import { startCommand } from './support/daemon.ts'
import type { Database, Figure, Question, Server } from './support/question.ts'
import { LISTE, OPPSLAG, startTwin } from './support/simulated.ts'

const LINES = 1_000_000
/** Of persons who are on the list, one each. */
const HELD = 1_000_000

type Case = { readonly of: string; readonly held: number; readonly linesPerSecond?: number }

const CASES: readonly Case[] = [
  { of: 'no events held', held: 0, linesPerSecond: 100_000 },
  { of: `${HELD} events held, one about each`, held: HELD },
]

type Run = {
  readonly seconds: number
  /** After half of the lines, and near the end. */
  readonly peakRssMb: readonly [early: number, late: number]
  readonly rows: number
}
type Measured = Case & { readonly runs: Run[] }

export const watch: Question = {
  name: 'watch',
  asks: 'How fast is a file of a million persons put on the watch list, and in how much memory?',
  how: `A file of ${LINES} identifikatorer in no order is read by \`hendelsesfolger watch import\`, a \
process of its own, into an empty list: FOLG=bevakede, one list with one oppslag. The time runs from \
the start of the process to its end. Where events are held about them, each also makes a nøkkel wait.`,

  async measure({ server, rounds }) {
    await using file = await fileOfPersons()
    await using twin = await startTwin({ hendelser: 0 })
    const settings = {
      ...twin.settings({ lister: [LISTE] }),
      FOLG: 'bevakede',
      FORSTE_LASTING: 'ingen',
    }
    const measured = CASES.map((one): Measured => ({ ...one, runs: [] }))
    await rounds(
      measured.map(({ held, runs }) => async () => {
        await using db = await prepared(server, held)
        runs.push(await importOnce(db, settings, file.path))
      }),
    )
    return measured.flatMap(figures)
  },
}

/** Synthetic, and in no order. */
const PERSON = `(81810100000 + (i::bigint * 7919) % ${LINES})::text`

const HOLD = `
  insert into folger.hendelse (konsument, liste, sekvensnummer, identifikator, gjelder_periode)
  select '${EGEN}', '${LISTE}', i, ${PERSON}, '2024-01'
    from generate_series(1, $1::int) as i`

async function prepared(server: Server, held: number): Promise<Database> {
  const db = await server.database()
  const connection = { kind: 'url', url: db.url } as const
  await migrate(connection)
  const followed = { konsument: EGEN, oppslag: OPPSLAG, liste: LISTE, api: OPPSLAG }
  await saveFulgteOppslag(db.pool, [{ ...followed, harPeriode: true, bareBevakede: true }])
  await makeEventIndex(connection)
  await db.pool.query(HOLD, [held])
  await db.pool.query('vacuum analyze folger.hendelse')
  await db.pool.query('checkpoint')
  return db
}

async function importOnce(
  { url, pool }: Database,
  settings: Readonly<Record<string, string>>,
  path: string,
): Promise<Run> {
  const began = performance.now()
  await using child = startCommand(['watch', 'import', path], { ...settings, DATABASE_URL: url })
  await child.said(new RegExp(`^${LINES * 0.5} lines`))
  const early = child.peakRssMb()
  await child.said(new RegExp(`^${LINES * 0.9} lines`))
  const late = child.peakRssMb()
  await child.said(/^\d+ new of/)
  const seconds = (performance.now() - began) / 1_000
  return { seconds, peakRssMb: [early, late], rows: await rowsOf(pool) }
}

async function rowsOf(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: bigint }>('select count(*) from folger.bevaking')
  return Number(rows[0]?.count)
}

function figures({ of, linesPerSecond, runs }: Measured): readonly Figure[] {
  return [
    {
      what: `${of}: lines a second`,
      values: runs.map(({ seconds }) => LINES / seconds),
      ...(linesPerSecond !== undefined && {
        target: { judged: 'median', atLeast: linesPerSecond },
      }),
    },
    {
      what: `${of}: most memory, MB`,
      values: runs.map(({ peakRssMb: [, late] }) => late),
    },
    {
      what: `${of}: most memory near the end of the file ÷ half-way`,
      values: runs.map(({ peakRssMb: [early, late] }) => late / early),
      target: { judged: 'median', atMost: 1.2 },
    },
    {
      what: `${of}: rows that are missing`,
      values: runs.map(({ rows }) => LINES - rows),
      target: { judged: 'worst', atMost: 0 },
    },
  ]
}

async function fileOfPersons(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'hendelsesfolger-watch-'))
  const path = join(folder, 'personer.csv')
  const stream = createWriteStream(path)
  for (let i = 0; i < LINES; i += 1) {
    const isRoom = stream.write(`${81_810_100_000 + ((i * 7919) % LINES)}\n`)
    if (!isRoom) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}
