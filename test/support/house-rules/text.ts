/** Rules on the words of one file. */
import { codeOf, inSrc, type Rule, type SourceFile, withoutComments } from './source.ts'

const MAX_LINES = 300
const MEDIAN_BELOW_LINES = 120

export function filesAreSmall(files: readonly SourceFile[]): string[] {
  const sizes = files
    .filter(inSrc)
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .toSorted((one, other) => one.lines - other.lines)
  const median = sizes[Math.floor(sizes.length / 2)]?.lines ?? 0
  return [
    ...sizes
      .filter(({ lines }) => lines > MAX_LINES)
      .map(({ path, lines }) => `${path} has ${lines} lines: none has more than ${MAX_LINES}`),
    ...(median < MEDIAN_BELOW_LINES
      ? []
      : [`the median file of src/ has ${median} lines: it stays below ${MEDIAN_BELOW_LINES}`]),
  ]
}

export const noDefaultExport: Rule = (file) =>
  isCode(file) && /^export\s+(?:default\b|\{[^}]*\bas\s+default\b)/m.test(withoutComments(file))
    ? [`${file.path} has a default export: a name is the same wherever it is imported`]
    : []

const TIMER = /\b(?:setTimeout|setInterval)\b|\bnode:timers\b/

export const timersOnlyInLib: Rule = (file) =>
  inSrc(file) && !file.path.startsWith('src/lib/') && TIMER.test(withoutComments(file))
    ? [`${file.path} has a timer: every wait takes a signal, use sleep of src/lib`]
    : []

export const testsDoNotSleep: Rule = (file) =>
  file.path.endsWith('.test.ts') &&
  [TIMER, /\bsleep\(\d/].some((clock) => clock.test(withoutComments(file)))
    ? [`${file.path} waits by the clock: wait for the event itself`]
    : []

export const processOnlyAtTheTop: Rule = (file) =>
  inSrc(file) &&
  !['src/main.ts', 'src/app.ts'].includes(file.path) &&
  (/(?<![\w$.])process\s*[.?[]/.test(codeOf(file)) ||
    /\bnode:process\b/.test(withoutComments(file)))
    ? [`${file.path} uses process: only main.ts and app.ts do`]
    : []

export const columnsAreNamed: Rule = (file) =>
  (inSrc(file) || file.path.endsWith('.sql')) &&
  /\b(?:select|returning)\s+\*/i.test(withoutComments(file))
    ? [`${file.path} selects *: name the columns, so that a new one changes nothing`]
    : []

// A day (or day + 40, a D-number) and a month as real people have them. Synthetic identifikatorer
// have month + 40, + 65 or + 80, and a long sekvensnummer seldom looks like this.
const REAL_IDENTITY = /(?<![\w.])(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{7}(?=n?(?!\w))/g

/** P12. Says where, never which. */
export const identitiesAreSynthetic: Rule = ({ path, text }) =>
  [...text.matchAll(REAL_IDENTITY)].map(({ index }) => {
    const line = text.slice(0, index).split('\n').length
    return `${path}:${line} could be a person: use month + 80, such as 01810112345`
  })

export const nothingIsUnfinished: Rule = ({ path, text }) =>
  /\b(?:T[O]DO|F[I]XME|X[X]X)\b/.test(text)
    ? [`${path} has a note about unfinished work: do it, or make an issue of it`]
    : []

function isCode({ path }: SourceFile): boolean {
  return path.endsWith('.ts')
}
