/** Charts as SVG: bars of several runs, and lines over time or size. Pure. */
import { barsSvg } from './plot-bars.ts'
import { linesSvg } from './plot-lines.ts'

export type Bars = {
  readonly kind: 'bars'
  /** The file's name, without its ending. */
  readonly name: string
  readonly title: string
  /** What the axis is, with its unit. */
  readonly axis: string
  /** One bar for the median of the runs, with a line from the lowest to the highest. */
  readonly bars: readonly {
    readonly label: string
    readonly values: readonly number[]
    /** Behind the figure, such as why there is none. */
    readonly note?: string
    readonly isOurs?: boolean
  }[]
  /** What is to be reached, or can't be passed. */
  readonly mark?: { readonly at: number; readonly label: string }
}

export type Lines = {
  readonly kind: 'lines'
  readonly name: string
  readonly title: string
  readonly x: Axis
  readonly y: Axis
  readonly lines: readonly {
    readonly label: string
    readonly points: readonly (readonly [x: number, y: number])[]
  }[]
  /** Upright lines: what happened when. */
  readonly marks?: readonly { readonly at: number; readonly label: string }[]
}

export type Axis = {
  readonly label: string
  /** A step is ten times as much. Default: as much more. */
  readonly isLog?: boolean
}

export type Chart = Bars | Lines

export function svgOf(chart: Chart): string {
  return chart.kind === 'bars' ? barsSvg(chart) : linesSvg(chart)
}
