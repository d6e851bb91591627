/** Figures as lines for a terminal and as tables for results.md. Pure but for the machine's name. */
import { cpus, release, totalmem, type as system } from 'node:os'
import { type GoalName, GOALS } from './goals.ts'
import { isMet, median, written } from './numbers.ts'
import type { Chart } from './plot.ts'
import type { Figure, Question, Table, Target } from './question.ts'

export type Answer = {
  readonly question: Question
  readonly figures: readonly Figure[]
  readonly charts: readonly Chart[]
  readonly tables: readonly Table[]
  /** The machine's load average over a minute, before each run. */
  readonly loads: readonly number[]
  readonly seconds: number
  /** Why there are no figures. */
  readonly failure: string | null
}

/** Where the charts are, seen from results.md. */
export const PLOTS = 'plots'

/** Median, range, runs, target and verdict of a figure, as text. */
function cells({ what, values, target }: Figure): readonly string[] {
  if (isUnmeasured(values)) return [what, 'not measured', '', '', targetText(target), '']
  return [
    what,
    written(median(values)),
    rangeText(values),
    String(values.length),
    targetText(target),
    verdictText(isMet(values, target)),
  ]
}

function isUnmeasured(values: readonly number[]): boolean {
  return values.length === 0 || values.some(Number.isNaN)
}

function rangeText(values: readonly number[]): string {
  return `${written(Math.min(...values))} to ${written(Math.max(...values))}`
}

function verdictText(met: boolean | null): string {
  return met === null ? '' : met ? 'met' : '**missed**'
}

function targetText(target: Target | undefined): string {
  if (target === undefined) return ''
  const { judged, atMost, atLeast } = target
  const bounds = [
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
  ]
  return judged === 'worst' ? `${bounds.join(', ')} in every run` : bounds.join(', ')
}

/** One line for each figure. */
export function answerLines({ figures, tables, loads, seconds, failure }: Answer): string {
  const lines = figures.map((figure) => {
    const [what, middle, range, , target, met = ''] = cells(figure)
    const verdict = met === '' ? '' : `, target ${target}: ${met.replaceAll('*', '')}`
    return `  ${what}: ${middle} (${range})${verdict}\n`
  })
  const failed = failure === null ? '' : `  could not be measured: ${failure}\n`
  const tabulated = tables.map(({ title, rows }) => `\n${title}:\n${table(rows)}\n`)
  return `${lines.join('')}${tabulated.join('')}${failed}  ${Math.round(seconds)} s, load average before the runs: ${loadText(loads)}\n`
}

/** All answers as a Markdown page. */
export function resultsPage(answers: readonly Answer[], postgres: string): string {
  const [cpu] = cpus()
  const machine = `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${system()} ${release()}`
  const minutes = Math.round(answers.reduce((sum, { seconds }) => sum + seconds, 0) / 60)
  return `# What the bench measured

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, in ${minutes} minutes. Only ratios within one run mean anything: times are this machine's, with whatever else it did. Ratios are judged by the median of the runs, counts by the worst of them.

- Machine: ${machine}
- Node ${process.version}
- ${postgres}

## What is to be reached

${goalsTable(answers)}
${answers.map(section).join('\n')}`
}

/** A row for each goal, of all figures that name it. */
function goalsTable(answers: readonly Answer[]): string {
  const figures = answers.flatMap((answer) => answer.figures)
  const rows = GOALS.map(({ name, text, why = '' }) => {
    const its = figures.filter(({ goal }) => goal === name)
    const measured = its.map(
      ({ what, values }) =>
        `${what}: ${isUnmeasured(values) ? 'not measured' : `${written(median(values))} (${rangeText(values)})`}`,
    )
    const met = isGoalMet(name, its)
    return [
      text,
      measured.join('<br>') || 'not measured',
      verdictText(met),
      met === false ? why : '',
    ]
  })
  return table([['target', 'measured: median (range)', 'met', 'why not'], ...rows])
}

/** @returns null where not all of it was measured */
function isGoalMet(name: GoalName, figures: readonly Figure[]): boolean | null {
  const its = figures.filter(({ goal, target }) => goal === name && target !== undefined)
  if (its.some(({ values, target }) => !isUnmeasured(values) && isMet(values, target) === false)) {
    return false
  }
  return its.length === 0 || its.some(({ values }) => isUnmeasured(values)) ? null : true
}

function section({ question, figures, charts, tables, loads, seconds, failure }: Answer): string {
  const { name, asks, how } = question
  const head = ['', 'median', 'range', 'runs', 'target', '']
  const body =
    failure === null
      ? table([head, ...figures.map(cells)])
      : `**It could not be measured**: ${failure}\n`
  const tabulated = tables.map(({ title, rows }) => `\n${title}:\n\n${table(rows)}`)
  const drawn = charts.map((chart) => `\n![${chart.title}](${PLOTS}/${chart.name}.svg)\n`)
  return `## ${name}: ${asks}

${how} It took ${Math.round(seconds)} s. Load average before the runs: ${loadText(loads)}.

${body}${tabulated.join('')}${drawn.join('')}`
}

function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...others] = rows
  const all = [head, head.map(() => '---'), ...others]
  return `${all.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`
}

function loadText(loads: readonly number[]): string {
  if (loads.length === 0) return 'not taken'
  return `${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`
}
