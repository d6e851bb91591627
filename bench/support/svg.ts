/** What the charts have in common: the sheet, its colours, its text, and where the steps of an axis are. */
export const WIDTH = 760
export const OURS = '#0b5fa5'
export const OTHERS = '#8a94a0'
export const INK = '#1f2933'
export const FAINT = '#d9dee3'
export const MARK = '#c2410c'
/** Told apart also by who sees no red. */
export const COLOURS = [OURS, '#d97706', '#15803d', '#9333ea', '#64748b', '#be123c']

export type Anchor = 'start' | 'middle' | 'end'

export function sheet(height: number, title: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="13" fill="${INK}">
<title>${escape(title)}</title>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${text(16, 26, title, { size: 16, weight: 600 })}
${parts.join('\n')}
</svg>
`
}

export function text(
  x: number,
  y: number,
  content: string,
  style: {
    anchor?: Anchor
    size?: number
    weight?: number
    fill?: string
    /** Written upwards. */
    isUpright?: boolean
  } = {},
): string {
  const { anchor = 'start', size, weight, fill, isUpright = false } = style
  const attributes = [
    anchor === 'start' ? '' : ` text-anchor="${anchor}"`,
    size === undefined ? '' : ` font-size="${size}"`,
    weight === undefined ? '' : ` font-weight="${weight}"`,
    fill === undefined ? '' : ` fill="${fill}"`,
    isUpright ? ` transform="rotate(-90 ${px(x)} ${px(y)})"` : '',
  ]
  return `<text x="${px(x)}" y="${px(y)}"${attributes.join('')}>${escape(content)}</text>`
}

export function line(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  colour: string,
  more = '',
): string {
  return `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" stroke="${colour}"${more}/>`
}

export function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/** Round numbers from 0 to at least `most`, about five of them. */
export function steps(most: number): readonly number[] {
  const rough = (most > 0 ? most : 1) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step)
}

/** Powers of ten from at most `least` to at least `most`. */
export function powers(least: number, most: number): readonly number[] {
  const first = Math.floor(Math.log10(least))
  const last = Math.max(Math.ceil(Math.log10(most)), first + 1)
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index))
}

/** `10k`, `2M`, or up to three digits. */
export function short(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e6) return `${short(value / 1e6)}M`
  if (size >= 1e4) return `${short(value / 1e3)}k`
  return String(Number(value.toPrecision(3)))
}

function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
