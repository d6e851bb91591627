/** Whether what consumers ask is answered by index, and how fast, when the tables are full. */
import { EGEN } from '../src/domain/ids.ts'
import type { Pool } from '../src/store/pool.ts'
import { addReader } from '../src/store/roles.ts'
import { type Question as Asked, questions } from '../test/examples/questions.ts'
import { createRandom, integer, type Random } from '../test/simulator/random.ts'
import { confirm, readChanges } from '../test/support/feed.ts'
import { logIn } from '../test/support/logins.ts'
import { fillForConsumers, personOf, TABLES } from './support/consumer-rows.ts'
import { written } from './support/numbers.ts'
import type { Figure, Question } from './support/question.ts'
import { makeSchema } from './support/schema.ts'

const ROWS = Number(process.env['BENCH_ROWS'] ?? 10_000_000)

/** Of each question, in each run, each about another person. */
const TIMES = 200

const WARM_UP = 20
const BATCH = 500

export const queries: Question = {
  name: 'queries',
  asks: 'Are the questions of consumers answered by index, and how fast, at 10 million rows?',
  how: `${ROWS} rows each of skatt.opplysning (of ${ROWS / 10} persons, in four tables), of nøkler that wait \
and of changes are made by SQL; BENCH_ROWS makes it fewer. A role that may read one konsument asks the ten \
questions of examples/questions one after the other, each ${TIMES} times a run about persons drawn anew, with \
statements that Postgres plans each time. Beside them an app reads the change feed from its beginning, in \
batches of ${BATCH} that it confirms.`,

  async measure({ server, rounds, tabulate }) {
    await using db = await server.database()
    await makeSchema(db)
    const persons = await fillForConsumers(db.pool, ROWS)
    await using reader = await logIn(db, 'hendelsesfolger_leser')
    await addReader(db.pool, { role: reader.role, konsument: EGEN }, false)
    const random = createRandom(1)

    const cases = questions().map((question): Case => ({ question, p50: [], p95: [] }))
    const whole = new Set<string>()
    for (const { question } of cases) {
      const values = valuesOf(question, persons, random)
      for (const table of await readWhole(reader.pool, question, values)) whole.add(table)
    }
    const batches: number[] = []
    await rounds([
      ...cases.map((one) => () => ask(reader.pool, one, persons, random)),
      async () =>
        void batches.push(await followFromTheFirst(reader.pool, `bench ${batches.length}`)),
    ])

    tabulate({
      title: 'Milliseconds a question, the median of the runs',
      rows: [
        ['question', 'p50', 'p95'],
        ...cases.map(({ question, p50, p95 }) => [question.name, middle(p50), middle(p95)]),
        [`${BATCH} changes, read and confirmed`, '', middle(batches)],
      ],
    })
    return figures(cases, whole.size, batches)
  },
}

type Case = { readonly question: Asked; readonly p50: number[]; readonly p95: number[] }

function valuesOf(
  { variables }: Asked,
  persons: number,
  random: Random,
): readonly (string | undefined)[] {
  const person = () => personOf(integer(random, 1, persons - 1))
  const values: Readonly<Record<string, () => string>> = {
    person,
    persons: () => `{${Array.from({ length: 100 }, person).join(',')}}`,
    month: () => '2023-03',
    post: () => 'innskudd',
    year: () => '2022',
    since: () => new Date(Date.now() - integer(random, 1, 300) * 86_400_000).toISOString(),
  }
  return variables.map((variable) => values[variable]?.())
}

async function ask(
  pool: Pool,
  { question, p50, p95 }: Case,
  persons: number,
  random: Random,
): Promise<void> {
  const times: number[] = []
  for (let asked = -WARM_UP; asked < TIMES; asked += 1) {
    const values = valuesOf(question, persons, random)
    const began = performance.now()
    await pool.query(question.text, [...values])
    if (asked >= 0) times.push(performance.now() - began)
  }
  times.sort((one, other) => one - other)
  p50.push(times[Math.floor(times.length * 0.5)] ?? Number.NaN)
  p95.push(times[Math.floor(times.length * 0.95)] ?? Number.NaN)
}

/** @returns the p95 of a batch, read and confirmed, in milliseconds */
async function followFromTheFirst(pool: Pool, app: string): Promise<number> {
  const times: number[] = []
  for (let read = 0; read < TIMES; read += 1) {
    const began = performance.now()
    const batch = await readChanges(pool, { app, antall: BATCH })
    if (batch.length === 0) break
    await confirm(pool, batch.at(-1), app)
    times.push(performance.now() - began)
  }
  times.sort((one, other) => one - other)
  return times[Math.floor(times.length * 0.95)] ?? Number.NaN
}

type Plan = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Plan[]
}

/** Those that are filled. Others have a few rows or none, and are read whole on purpose. */
const LARGE = [...TABLES, 'ventende_oppslag', 'endring']

/** @returns the tables that the question would read from one end to the other */
async function readWhole(
  pool: Pool,
  { text }: Asked,
  values: readonly (string | undefined)[],
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
    `explain (format json) ${text}`,
    [...values],
  )
  return (rows[0]?.['QUERY PLAN'] ?? []).flatMap(({ Plan: plan }) => seqScans(plan))
}

function seqScans(plan: Plan): readonly string[] {
  const table = plan['Relation Name'] ?? ''
  const own = plan['Node Type'] === 'Seq Scan' && LARGE.includes(table) ? [table] : []
  return [...own, ...(plan.Plans ?? []).flatMap(seqScans)]
}

function middle(values: readonly number[]): string {
  return written(values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN)
}

function figures(
  cases: readonly Case[],
  tablesReadWhole: number,
  batches: readonly number[],
): readonly Figure[] {
  const runs = cases[0]?.p95.map((_, run) => run) ?? []
  return [
    {
      what: 'p95 of the slowest question, ms',
      values: runs.map((run) => Math.max(...cases.map(({ p95 }) => p95[run] ?? Number.NaN))),
      target: { judged: 'median', atMost: 10 },
      goal: 'queries',
    },
    {
      what: 'tables read whole by one of the questions',
      values: [tablesReadWhole],
      target: { judged: 'worst', atMost: 0 },
      goal: 'queries',
    },
    { what: `p95 of ${BATCH} changes, read and confirmed, ms`, values: batches },
  ]
}
