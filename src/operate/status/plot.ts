/** Calls per hour as a small picture: a bar for each of 24 hours. */
import type { Calls } from './status.ts'
import { type Html, html } from './html.ts'
import { count } from '../../lib/text-table.ts'

const BAR = 5
const HEIGHT = 24

export function totalOf(calls: Calls): number {
  return calls.reduce((sum, value) => sum + value, 0)
}

export function plot(calls: Calls): Html {
  const most = Math.max(...calls, 1)
  const bars = calls.map((value, hour) => {
    // An hour with one call is seen beside one with a million.
    const height = value === 0 ? 0 : Math.max(Math.round((value / most) * HEIGHT), 2)
    return html`<rect
      x="${hour * BAR}"
      y="${HEIGHT - height}"
      width="${BAR - 1}"
      height="${height}"
    />`
  })
  const width = calls.length * BAR
  const text = `${count(totalOf(calls))} calls in 24 hours, ${count(most === 1 ? Math.max(...calls) : most)} in the busiest, ${count(calls.at(-1) ?? 0)} in this one`
  return html`<svg
    class="plot"
    role="img"
    aria-label="${text}"
    width="${width}"
    height="${HEIGHT}"
    viewBox="0 0 ${width} ${HEIGHT}"
  >
    <title>${text}</title>
    <path d="M0 ${HEIGHT - 0.5}H${width}" />
    ${bars}
  </svg>`
}
