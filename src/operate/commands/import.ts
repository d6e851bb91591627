/**
 * Rows of a file into the database, batch by batch: one is stored while the next is read.
 *
 * Safe at any end: what is stored already is left alone when the same file is read again.
 */
import type { Batch, WrongLine } from './table-file.ts'

export type Imported = {
  readonly lines: number
  readonly wrong: number
  /** Whether it was ended before its end. */
  readonly isWhole: boolean
}

/** So many wrong lines are told by their number; of the others only how many there are. */
const MOST_TOLD = 20

const TELL_EVERY_LINES = 100_000

/**
 * @param store rejects where nothing of the batch is stored
 * @throws what `store` throws, after it has been told how far it went
 */
export async function importAll<Row>(
  batches: AsyncIterable<Batch<Row>>,
  store: (rows: readonly Row[]) => Promise<void>,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<Imported> {
  let wrong = 0
  let stored = 0
  let told = 0
  let storing = Promise.resolve()

  function tellWrong(lines: readonly WrongLine[]): void {
    for (const { line, problem } of lines.slice(0, Math.max(MOST_TOLD - wrong, 0))) {
      print(`line ${line}: ${problem}`)
    }
    wrong += lines.length
  }

  /** Lines up to this number are stored. */
  function done(lines: number): void {
    stored = lines
    if (lines - told < TELL_EVERY_LINES) return
    told = lines
    print(`${lines} lines`)
  }

  try {
    for await (const batch of batches) {
      tellWrong(batch.wrong)
      await storing
      if (signal.aborted) break
      storing = store(batch.rows).then(() => done(batch.lines))
      // Awaited in the next round; a rejection before that is no accident.
      storing.catch(() => undefined)
    }
    await storing
  } catch (error) {
    print(`ended after line ${stored}. What is stored stays; the same file can be read again`)
    throw error
  }
  if (signal.aborted) print(`ended after line ${stored}. The same file can be read again`)
  if (wrong > MOST_TOLD) print(`and ${wrong - MOST_TOLD} more lines that can not be used`)
  return { lines: stored, wrong, isWhole: !signal.aborted }
}
