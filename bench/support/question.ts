/** What a question to the bench is, and what it is answered with. */
import type { Pool } from '../../src/store/pool.ts'
import type { GoalName } from './goals.ts'
import type { Chart } from './plot.ts'

export type Question = {
  readonly name: string
  /** In one sentence. */
  readonly asks: string
  /** What is set up, and what is counted from when to when: a paragraph for results.md. */
  readonly how: string
  readonly measure: (bench: Bench) => Promise<readonly Figure[]>
}

export type Figure = {
  readonly what: string
  /** One of each run. NaN: could not be measured on this machine. */
  readonly values: readonly number[]
  /** Counts are judged by the worst run, ratios by the median of all. Default: nothing to reach. */
  readonly target?: Target
  /** The row of the first table of results.md that this figure is for, among others perhaps. */
  readonly goal?: GoalName
}

export type Target = {
  readonly judged: 'median' | 'worst'
  readonly atMost?: number
  readonly atLeast?: number
}

export type Bench = {
  readonly server: Server
  /** Whether there is time for more than a few minutes a question. */
  readonly long: boolean
  /**
   * Does each of `works` once a round, in alternating order, so that what slows the machine down for
   * a while slows all of them down. Each keeps what it measured.
   */
  readonly rounds: (works: readonly (() => Promise<unknown>)[]) => Promise<void>
  /** Has a chart drawn into results.md. */
  readonly draw: (chart: Chart) => void
  /** Has a table put into results.md, where a list of figures would be long. */
  readonly tabulate: (table: Table) => void
}

export type Table = {
  readonly title: string
  /** The first is the head. */
  readonly rows: readonly (readonly string[])[]
}

export type Server = {
  /** An empty database of its own: dropped at the end. */
  readonly database: () => Promise<Database>
  /** Processor seconds of all of the server's processes so far; NaN where they can't be seen. */
  readonly cpuSeconds: () => Promise<number>
}

export type Database = AsyncDisposable & { readonly url: string; readonly pool: Pool }
