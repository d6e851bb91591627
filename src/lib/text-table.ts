/** Numbers and tables as people read them in a terminal. */
export type Cell = string | number | bigint

const NUMBER = new Intl.NumberFormat('en')

/** 12,345 */
export function count(value: number | bigint): string {
  return NUMBER.format(value)
}

/** Lines with the columns under their names: text to the left, numbers to the right. */
export function textTable(
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
): readonly string[] {
  const texts = [names, ...rows.map((row) => row.map(cellText))]
  const widths = names.map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)))
  const isText = names.map((_, column) => typeof rows[0]?.[column] === 'string')
  return texts.map((row) =>
    row
      .map((text, column) => {
        const width = widths[column] ?? 0
        return isText[column] ? text.padEnd(width) : text.padStart(width)
      })
      .join('  ')
      .trimEnd(),
  )
}

function cellText(cell: Cell): string {
  return typeof cell === 'string' ? cell : count(cell)
}
