/**
 * Lines of identifikatorer and the like, from a file or standard input: a stream in, batches out.
 *
 * Promises:
 *   1. However long the file, no more than a batch and a piece of it are in memory.
 *   2. A line that can't be used is told by its number and by what is wrong, and never quoted (P12).
 */

export type WrongLine = {
  /** Counted from 1. */
  readonly line: number
  readonly problem: string
}

export type Batch<Row> = {
  readonly rows: readonly Row[]
  readonly wrong: readonly WrongLine[]
  /** Lines read so far. */
  readonly lines: number
}

/** What a line is; or, as text, why it can't be used. */
export type ReadCells<Row> = (cells: readonly string[]) => Row | string

const BATCH = 10_000

/** A file without line ends is not what we were meant to get. */
const LONGEST = 1_000

/**
 * Cells are separated by commas, semicolons or tabs, and may be in quotation marks. Empty lines are
 * passed over, and so is a first line without any digit: it names the columns.
 */
export async function* readTable<Row extends object>(
  chunks: AsyncIterable<string>,
  read: ReadCells<Row>,
): AsyncGenerator<Batch<Row>> {
  let rows: Row[] = []
  let wrong: WrongLine[] = []
  let line = 0

  function take(text: string): void {
    line += 1
    if (text.length > LONGEST) {
      wrong.push({ line, problem: `longer than ${LONGEST} characters` })
      return
    }
    const trimmed = text.trim()
    if (trimmed === '' || (line === 1 && !/\d/.test(trimmed))) return
    const row = read(cellsOf(trimmed))
    if (typeof row === 'string') wrong.push({ line, problem: row })
    else rows.push(row)
  }

  function flush(): Batch<Row> {
    const batch = { rows, wrong, lines: line }
    rows = []
    wrong = []
    return batch
  }

  let rest = ''
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    // Of a line that is too long already, enough to see it is kept.
    if (rest.length > LONGEST) rest = rest.slice(0, LONGEST + 1)
    for (const part of parts) {
      take(part)
      if (rows.length + wrong.length >= BATCH) yield flush()
    }
  }
  if (rest !== '') take(rest)
  yield flush()
}

function cellsOf(text: string): readonly string[] {
  // Most files are plain lines: a million of them should not make garbage.
  if (!/[,;\t"\uFEFF]/.test(text)) return [text]
  return text
    .replace(/^\uFEFF/, '')
    .split(/[,;\t]/)
    .map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    )
}
