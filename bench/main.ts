/**
 * Measures: `npm run bench -- --help`.
 *
 * A question that can't be measured is reported as such, and the others go on.
 *
 * Exit codes: 0 measured, whatever the figures say; 1 some could not be measured; 2 wrong command line.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { QUESTIONS } from './questions.ts'
import { help, readCommandLine, type Wanted } from './support/command-line.ts'
import { warmUpDaemon } from './support/daemon.ts'
import { type Chart, svgOf } from './support/plot.ts'
import type { Bench, Figure, Question, Table } from './support/question.ts'
import { type Answer, answerLines, PLOTS, resultsPage } from './support/report.ts'
import { type BenchServer, startServer } from './support/server.ts'

const RESULTS = join(import.meta.dirname, 'results.md')

async function answer(
  question: Question,
  server: BenchServer,
  { runs, long }: Wanted,
): Promise<Answer> {
  const loads: number[] = []
  const charts: Chart[] = []
  const rounds: Bench['rounds'] = async (works) => {
    for (let round = 0; round < runs; round += 1) {
      for (const work of round % 2 === 0 ? works : works.toReversed()) {
        loads.push(loadavg()[0] ?? Number.NaN)
        await work()
      }
    }
  }
  const tables: Table[] = []
  const draw = (chart: Chart) => void charts.push(chart)
  const tabulate = (table: Table) => void tables.push(table)

  const began = performance.now()
  let figures: readonly Figure[] = []
  let failure: string | null = null
  try {
    figures = await question.measure({ server, long, rounds, draw, tabulate })
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  }
  const seconds = (performance.now() - began) / 1_000
  return { question, figures, charts, tables, loads, seconds, failure }
}

async function measure(wanted: Wanted): Promise<boolean> {
  await warmUpDaemon()
  await using server = await startServer()
  const answers: Answer[] = []
  for (const question of wanted.questions) {
    process.stdout.write(`${question.name}: ${question.asks}\n`)
    const answered = await answer(question, server, wanted)
    process.stdout.write(`${answerLines(answered)}\n`)
    answers.push(answered)
    // After each, so that a run that is broken off has not been for nothing.
    if (wanted.all) writeResults(answers, server)
  }
  return answers.every(({ failure }) => failure === null)
}

function writeResults(answers: readonly Answer[], { description }: BenchServer): void {
  const folder = join(import.meta.dirname, PLOTS)
  mkdirSync(folder, { recursive: true })
  for (const chart of answers.flatMap(({ charts }) => charts)) {
    writeFileSync(join(folder, `${chart.name}.svg`), svgOf(chart))
  }
  writeFileSync(RESULTS, resultsPage(answers, description))
}

async function main(): Promise<number> {
  let wanted: Wanted | null
  try {
    wanted = readCommandLine(process.argv.slice(2), QUESTIONS)
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    process.stderr.write(`bench: ${problem}. Try --help\n`)
    return 2
  }
  if (wanted === null) {
    process.stdout.write(help(QUESTIONS))
    return 0
  }
  return (await measure(wanted)) ? 0 : 1
}

process.exitCode = await main()
