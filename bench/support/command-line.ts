/** The command line of the bench. */
import { parseArgs } from 'node:util'
import type { Question } from './question.ts'

export type Wanted = {
  readonly questions: readonly Question[]
  readonly runs: number
  readonly long: boolean
  /** All questions: the figures are kept. */
  readonly all: boolean
}

export function help(questions: readonly Question[]): string {
  return `Usage: npm run bench [-- [NAME...] [--runs N] [--long]]

Without names all questions are measured, and the figures written to bench/results.md.

${questions.map(({ name, asks }) => `  ${name.padEnd(10)} ${asks}\n`).join('')}
  --runs N   how often each is measured (5)
  --long     with more events, and with storms as long as real ones: hours instead of minutes

An embedded Postgres is started, with fsync on. BENCH_DATABASE_URL names another, by a superuser's URL.
BENCH_ROWS is how many rows the question queries makes (10000000): some 12 GB, in five minutes.
`
}

/**
 * @returns null where help is wanted
 * @throws where it is wrong
 */
export function readCommandLine(
  args: readonly string[],
  questions: readonly Question[],
): Wanted | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '5' },
      long: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return null
  const runs = Number(values.runs)
  if (!(Number.isInteger(runs) && runs > 0)) throw new Error(`--runs=${values.runs} is too few`)
  const unknown = positionals.find((name) => !questions.some((question) => question.name === name))
  if (unknown !== undefined) throw new Error(`there is no question "${unknown}"`)
  const all = positionals.length === 0
  return {
    questions: questions.filter(({ name }) => all || positionals.includes(name)),
    runs,
    long: values.long,
    all,
  }
}
