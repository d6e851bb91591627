/** A year of events in short time, beside what the calculation of docs/skala.md says. */
import type { Pool } from '../src/store/pool.ts'
import { personnummer } from '../test/simulator/identifikator.ts'
import { createRandom, type Random } from '../test/simulator/random.ts'
import { differencesFromTruth, isCaughtUp } from '../test/support/truth.ts'
import type { Child } from './support/child.ts'
import { startDaemon } from './support/daemon.ts'
import { memory } from './support/follow.ts'
import type { Figure, Question, Table } from './support/question.ts'
import { makeSchema } from './support/schema.ts'
import { LISTE, type Simulated, startSimulated } from './support/simulated.ts'
import { walPosition } from './support/wal.ts'
import { seen } from './support/watch.ts'

/** One of so many persons of the nation is simulated. */
const SCALE = { short: 2_750, long: 275 }
const NATION = 5_500_000

const SKATTEOPPGJOER = 'skatteoppgjoer'
const APIS_PER_SKATTEOPPGJOER = 5

const MONTHS = 12
/** Of the persons, in each month: an a-melding about one of the months before is corrected. */
const CORRECTED = 0.1
/** In which months skatteoppgjør are published, and for how many of the persons. */
const OPPGJOER: ReadonlyMap<number, number> = new Map([
  [3, 0.25],
  [4, 0.35],
  [5, 0.3],
  [6, 0.1],
  // Changed afterwards.
  [10, 0.05],
])

/** The calls of a year for one person, as docs/skala.md has it. */
const CALLS_PER_PERSON =
  MONTHS +
  CORRECTED * (MONTHS - 1) +
  APIS_PER_SKATTEOPPGJOER * [...OPPGJOER.values()].reduce((sum, share) => sum + share, 0)

export const year: Question = {
  name: 'year',
  asks: 'Does a year of events cost what the calculation says?',
  how: `One of ${SCALE.short} of ${NATION} persons. Every month has an event of inntekt about each of them, \
and ${CORRECTED * 100} % have one about a month before; skatteoppgjør, which lead to ${APIS_PER_SKATTEOPPGJOER} look-ups each, \
come from March to June, and 5 % are changed in October. A month's events are published at once, in the \
order of chance, and the next month's when the daemon has caught up. docs/skala.md makes the figures those \
of the nation.`,

  async measure({ server, long, tabulate }) {
    const persons = Math.round(NATION / (long ? SCALE.long : SCALE.short))
    await using simulated = await startSimulated({
      lister: [LISTE, SKATTEOPPGJOER],
      hendelser: 0,
      latensMs: 0,
    })
    await using db = await server.database()
    await makeSchema(db)
    const walBefore = await walPosition(db.pool)
    const env = { ...simulated.settings, DATABASE_URL: db.url, LES_PLAN: '* * * * * *' }
    await using daemon = startDaemon(env)

    const random = createRandom(11)
    const people = Array.from({ length: persons }, () => personnummer(random))
    for (let month = 1; month <= MONTHS; month += 1) {
      await publishMonth(simulated, people, month, random)
      await caughtUp(daemon, db.pool, simulated)
    }
    const calls = await lookUps(simulated)
    const wal = (await walPosition(db.pool)) - walBefore
    tabulate(await sizes(db.pool, persons))
    return [
      {
        what: `look-ups ÷ the ${Math.round(persons * CALLS_PER_PERSON)} of the calculation`,
        values: [calls / (persons * CALLS_PER_PERSON)],
        target: { judged: 'worst', atMost: 1.02, atLeast: 0.98 },
      },
      { what: 'look-ups a person', values: [calls / persons] },
      { what: 'WAL, bytes a look-up', values: [wal / calls] },
      {
        what: 'rows unlike the truth',
        values: [(await differencesFromTruth(db.pool, simulated.twin, { most: Infinity })).length],
        target: { judged: 'worst', atMost: 0 },
        goal: 'right',
      },
      memory('year', [daemon.peakRssMb()]),
    ] satisfies readonly Figure[]
  },
}

type Nokkel = { readonly identifikator: string; readonly gjelderPeriode: string }

/** The month before this one is reported, and some of those before that are corrected. */
async function publishMonth(
  simulated: Simulated,
  people: readonly string[],
  month: number,
  random: Random,
): Promise<void> {
  const inntekt = people.map((identifikator) => ({ identifikator, gjelderPeriode: text(month) }))
  // One before the first is last year's, and not in the calculation.
  const corrected = month === 1 ? [] : some(people, CORRECTED, random)
  const corrections = corrected.map((identifikator) => ({
    identifikator,
    gjelderPeriode: text(1 + Math.floor(random() * (month - 1))),
  }))
  await publish(simulated, LISTE, shuffled([...inntekt, ...corrections], random))
  const oppgjoer = oppgjoerOf(people, month, random)
  await publish(
    simulated,
    SKATTEOPPGJOER,
    oppgjoer.map((identifikator) => ({ identifikator, gjelderPeriode: '2023' })),
  )
}

/** Each person's once from March to June, and in October some again. */
function oppgjoerOf(people: readonly string[], month: number, random: Random): readonly string[] {
  const share = OPPGJOER.get(month) ?? 0
  if (month > 6) return some(people, share, random)
  const before = [...OPPGJOER].filter(([one]) => one < month).reduce((sum, [, one]) => sum + one, 0)
  return people.slice(
    Math.round(people.length * before),
    Math.round(people.length * (before + share)),
  )
}

function text(month: number): string {
  return `2024-${String(month).padStart(2, '0')}`
}

function some<Item>(items: readonly Item[], share: number, random: Random): readonly Item[] {
  return shuffled(items, random).slice(0, Math.round(items.length * share))
}

function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  return items
    .map((item) => [random(), item] as const)
    .toSorted(([one], [other]) => one - other)
    .map(([, item]) => item)
}

const AT_ONCE = 500

async function publish(
  simulated: Simulated,
  liste: string,
  nokler: readonly Nokkel[],
): Promise<void> {
  for (let first = 0; first < nokler.length; first += AT_ONCE) {
    await simulated.publish(liste, nokler.slice(first, first + AT_ONCE))
  }
}

async function caughtUp(daemon: Child, pool: Pool, { twin }: Simulated): Promise<void> {
  await seen(daemon, () => isCaughtUp(pool, twin), { everyMs: 100 })
}

async function lookUps({ twin, callsTo }: Simulated): Promise<number> {
  const oppslag = [LISTE, SKATTEOPPGJOER].flatMap(
    (id) => twin.katalog.lister.get(id)?.oppslag ?? [],
  )
  const hosts = new Set(oppslag.map((id) => twin.katalog.oppslag.get(id)?.vert ?? ''))
  const calls = await Promise.all([...hosts].map(callsTo))
  return calls.reduce((sum, one) => sum + one, 0)
}

const SIZES = `
  select nspname || '.' || pg_class.relname                as "table",
         n_live_tup::float8                                as "rows",
         pg_table_size(pg_class.oid)::float8               as "tableBytes",
         pg_indexes_size(pg_class.oid)::float8             as "indexBytes"
    from pg_class
    join pg_namespace on pg_namespace.oid = relnamespace
    join pg_stat_user_tables on relid = pg_class.oid
   where relkind = 'r' and nspname in ('folger', 'skatt') and n_live_tup > $1
   order by pg_total_relation_size(pg_class.oid) desc`

type Size = {
  readonly table: string
  readonly rows: number
  readonly tableBytes: number
  readonly indexBytes: number
}

async function sizes(pool: Pool, persons: number): Promise<Table> {
  await pool.query('vacuum analyze')
  const { rows } = await pool.query<Size>(SIZES, [persons / 2])
  const head = ['', 'rows a person', 'bytes a row', 'index bytes a row', 'GB for the nation']
  return {
    title: 'After the year, the tables with a row for at least every other person',
    rows: [
      head,
      ...rows.map(({ table, rows: count, tableBytes, indexBytes }) => [
        table,
        (count / persons).toFixed(2),
        String(Math.round(tableBytes / count)),
        String(Math.round(indexBytes / count)),
        (((tableBytes + indexBytes) / persons) * (NATION / 1e9)).toFixed(1),
      ]),
    ],
  }
}
