/**
 * Measures: `npm run bench -- --help`.
 *
 * Exit codes: 0 measured, whatever the figures say; 1 could not measure; 2 wrong command line.
 */
import { writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { latency } from './latency.ts'
import { overhead } from './overhead.ts'
import { page } from './page.ts'
import type { Bench, Question } from './support/question.ts'
import { type Answer, figureLines, resultsPage } from './support/report.ts'
import { type BenchServer, startServer } from './support/server.ts'

/** One file each. */
const QUESTIONS: readonly Question[] = [latency, page, overhead]

const RESULTS = join(import.meta.dirname, 'results.md')

const HELP = `Usage: npm run bench [-- [NAME...] [--runs N]]

Without names all questions are measured, and the figures written to bench/results.md.

${QUESTIONS.map(({ name, asks }) => `  ${name.padEnd(10)} ${asks}\n`).join('')}
  --runs N   how often each is measured (5)

An embedded Postgres is started, with fsync on. BENCH_DATABASE_URL names another, by a superuser's URL.
`

type Wanted = {
  readonly questions: readonly Question[]
  readonly runs: number
  readonly all: boolean
}

/** @returns null where help is wanted */
function readCommandLine(args: readonly string[]): Wanted | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { runs: { type: 'string', default: '5' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return null
  const runs = Number(values.runs)
  if (!(Number.isInteger(runs) && runs > 0)) throw new Error(`--runs=${values.runs} is too few`)
  const unknown = positionals.find((name) => !QUESTIONS.some((question) => question.name === name))
  if (unknown !== undefined) throw new Error(`there is no question "${unknown}"`)
  const all = positionals.length === 0
  return { questions: QUESTIONS.filter(({ name }) => all || positionals.includes(name)), runs, all }
}

async function answer(question: Question, server: BenchServer, runs: number): Promise<Answer> {
  const loads: number[] = []
  const rounds: Bench['rounds'] = async (works) => {
    for (let round = 0; round < runs; round += 1) {
      for (const work of round % 2 === 0 ? works : works.toReversed()) {
        loads.push(loadavg()[0] ?? Number.NaN)
        await work()
      }
    }
  }
  return { question, figures: await question.measure({ server, rounds }), loads }
}

async function measure({ questions, runs, all }: Wanted): Promise<void> {
  await using server = await startServer()
  const answers: Answer[] = []
  for (const question of questions) {
    process.stdout.write(`${question.name}: ${question.asks}\n`)
    const answered = await answer(question, server, runs)
    process.stdout.write(`${figureLines(answered)}\n`)
    answers.push(answered)
  }
  if (all) writeFileSync(RESULTS, resultsPage(answers, server.description))
}

async function main(): Promise<number> {
  let wanted: Wanted | null
  try {
    wanted = readCommandLine(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(
      `bench: ${error instanceof Error ? error.message : String(error)}. Try --help\n`,
    )
    return 2
  }
  if (wanted === null) process.stdout.write(HELP)
  else await measure(wanted)
  return 0
}

process.exitCode = await main()
