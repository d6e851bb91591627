/** Figures as lines for a terminal and as tables for results.md. */
import { cpus, release, totalmem, type as system } from 'node:os'
import { isMet, median, written } from './numbers.ts'
import type { Figure, Question, Target } from './question.ts'

export type Answer = {
  readonly question: Question
  readonly figures: readonly Figure[]
  /** The machine's load average over a minute, before each run. */
  readonly loads: readonly number[]
}

/** Median, range, target and verdict of a figure, as text. */
function cells({ what, values, target }: Figure): readonly string[] {
  if (values.some(Number.isNaN)) return [what, 'not measured', '', '', targetText(target), '']
  const met = isMet(values, target)
  return [
    what,
    written(median(values)),
    `${written(Math.min(...values))} to ${written(Math.max(...values))}`,
    String(values.length),
    targetText(target),
    met === null ? '' : met ? 'met' : '**missed**',
  ]
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
export function figureLines({ figures, loads }: Answer): string {
  const lines = figures.map((figure) => {
    const [what, middle, range, , target, met = ''] = cells(figure)
    const verdict = met === '' ? '' : `, target ${target}: ${met.replaceAll('*', '')}`
    return `  ${what}: ${middle} (${range})${verdict}\n`
  })
  return `${lines.join('')}  load average before the runs: ${loadText(loads)}\n`
}

/** All answers as a Markdown page. */
export function resultsPage(answers: readonly Answer[], postgres: string): string {
  const [cpu] = cpus()
  const machine = `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${system()} ${release()}`
  return `# What the bench measured

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}. Only ratios within one run mean anything: times are this machine's, with whatever else it did.

- Machine: ${machine}
- Node ${process.version}
- ${postgres}

${answers.map(section).join('\n')}`
}

function section({ question: { name, asks, how }, figures, loads }: Answer): string {
  const head = ['', 'median', 'range', 'runs', 'target', '']
  const rows = [head, head.map(() => '---'), ...figures.map(cells)]
  return `## ${name}: ${asks}

${how} Load average before the runs: ${loadText(loads)}.

${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`
}

function loadText(loads: readonly number[]): string {
  return `${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`
}
