/** A table in Markdown as prettier writes it, without a last line end. The first row is the heading. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [heading = [], ...body] = rows
  const widths = heading.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const rule = line(
    heading.map(() => ''),
    widths,
    '-',
  )
  return [line(heading, widths, ' '), rule, ...body.map((row) => line(row, widths, ' '))].join('\n')
}

function line(cells: readonly string[], widths: readonly number[], filler: string): string {
  return `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, filler)).join(' | ')} |`
}
