/** Bars lying one below the other, their labels on the left and their figures behind them. */
import { median, written } from './numbers.ts'
import type { Bars } from './plot.ts'
import {
  FAINT,
  INK,
  line,
  MARK,
  OTHERS,
  OURS,
  px,
  sheet,
  short,
  steps,
  text,
  WIDTH,
} from './svg.ts'

const LEFT = 270
const RIGHT = WIDTH - 90
const TOP = 62
const ROW = 30
const BAR = 18

export function barsSvg({ title, axis, bars, mark }: Bars): string {
  const most = Math.max(mark?.at ?? 0, ...bars.flatMap(({ values }) => values))
  const ticks = steps(most)
  const end = ticks.at(-1) ?? 1
  const x = (value: number) => LEFT + ((RIGHT - LEFT) * value) / end
  const bottom = TOP + bars.length * ROW

  const grid = ticks.flatMap((tick) => [
    line([x(tick), TOP - 6], [x(tick), bottom], FAINT),
    text(x(tick), bottom + 18, short(tick), { anchor: 'middle', size: 12 }),
  ])
  const rows = bars.flatMap(({ label, values, note, isOurs = false }, index) => {
    const y = TOP + index * ROW
    const name = text(LEFT - 10, y + 15, label, { anchor: 'end', ...(isOurs && { weight: 600 }) })
    if (values.length === 0) return [name, text(LEFT + 6, y + 15, note ?? 'not measured')]
    const middle = median(values)
    const lowest = x(Math.min(...values))
    const highest = x(Math.max(...values))
    const figure = note === undefined ? written(middle) : `${written(middle)} ${note}`
    return [
      name,
      `<rect x="${LEFT}" y="${y + 1}" width="${px(x(middle) - LEFT)}" height="${BAR}" fill="${isOurs ? OURS : OTHERS}"/>`,
      line([lowest, y + 10], [highest, y + 10], INK, ' stroke-width="1.5"'),
      text(Math.max(highest, x(middle)) + 6, y + 15, figure),
    ]
  })
  const marked =
    mark === undefined
      ? []
      : [
          line([x(mark.at), TOP - 6], [x(mark.at), bottom], MARK, ' stroke-dasharray="5 3"'),
          text(x(mark.at), TOP - 11, mark.label, { anchor: 'middle', size: 12, fill: MARK }),
        ]
  const label = text((LEFT + RIGHT) / 2, bottom + 38, axis, { anchor: 'middle' })
  return sheet(bottom + 52, title, [...grid, ...rows, ...marked, label])
}
