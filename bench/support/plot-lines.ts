/** Lines over an axis, with what happened meanwhile as upright marks. */
import type { Axis, Lines } from './plot.ts'
import { COLOURS, FAINT, line, MARK, powers, px, sheet, short, steps, text, WIDTH } from './svg.ts'

const LEFT = 70
const RIGHT = WIDTH - 24
const TOP = 70
const BOTTOM = 330

export function linesSvg({ title, x, y, lines, marks = [] }: Lines): string {
  const points = lines.flatMap((one) => one.points)
  const across = scale(x, [...points.map(([at]) => at), ...marks.map(({ at }) => at)], LEFT, RIGHT)
  const up = scale(
    y,
    points.map(([, value]) => value),
    BOTTOM,
    TOP,
  )
  const grid = [
    ...up.ticks.flatMap((tick) => [
      line([LEFT, up.at(tick)], [RIGHT, up.at(tick)], FAINT),
      text(LEFT - 8, up.at(tick) + 4, short(tick), { anchor: 'end', size: 12 }),
    ]),
    ...across.ticks.flatMap((tick) => [
      line([across.at(tick), BOTTOM], [across.at(tick), BOTTOM + 5], FAINT),
      text(across.at(tick), BOTTOM + 19, short(tick), { anchor: 'middle', size: 12 }),
    ]),
    text((LEFT + RIGHT) / 2, BOTTOM + 40, x.label, { anchor: 'middle' }),
    text(18, (TOP + BOTTOM) / 2, y.label, { anchor: 'middle', isUpright: true }),
  ]
  const drawn = lines.map(({ points: all }, index) => {
    const path = all.map(([at, value]) => `${px(across.at(at))},${px(up.at(value))}`).join(' ')
    return `<polyline points="${path}" fill="none" stroke="${colour(index)}" stroke-width="1.8"/>`
  })
  const legend = lines.flatMap(({ label }, index) => {
    const left = LEFT + (index % 4) * 172
    const top = 44 + Math.floor(index / 4) * 16
    return [
      line([left, top], [left + 18, top], colour(index), ' stroke-width="3"'),
      text(left + 24, top + 4, label, { size: 12 }),
    ]
  })
  const happened = marks.flatMap(({ at, label }, index) => [
    line([across.at(at), TOP], [across.at(at), BOTTOM], MARK, ' stroke-dasharray="5 3"'),
    text(across.at(at) + 5, TOP + 12 + (index % 3) * 15, label, { size: 12, fill: MARK }),
  ])
  return sheet(BOTTOM + 54, title, [...grid, ...drawn, ...happened, ...legend])
}

function colour(index: number): string {
  return COLOURS[index % COLOURS.length] ?? 'black'
}

function scale({ isLog = false }: Axis, values: readonly number[], from: number, to: number) {
  const ticks = isLog
    ? powers(Math.min(...values), Math.max(...values))
    : steps(Math.max(0, ...values))
  const place = (value: number) => (isLog ? Math.log10(value) : value)
  const first = place(ticks[0] ?? 0)
  const last = place(ticks.at(-1) ?? 1)
  return {
    ticks,
    at: (value: number) => from + ((to - from) * (place(value) - first)) / (last - first),
  }
}
