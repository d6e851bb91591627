/** The name that was probably meant. */

/** Letters to insert, delete or replace to make one word into the other (Levenshtein). */
function editDistance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 0; row < one.length; row++) {
    const current = [row + 1]
    for (let column = 0; column < other.length; column++) {
      const replaced = (above[column] ?? 0) + (one[row] === other[column] ? 0 : 1)
      const deleted = (above[column + 1] ?? 0) + 1
      const inserted = (current[column] ?? 0) + 1
      current.push(Math.min(replaced, deleted, inserted))
    }
    above = current
  }
  return above.at(-1) ?? 0
}

/** `; did you mean sti?`, or nothing where no name is within a third of the word's letters. */
export function didYouMean(word: string, names: readonly string[]): string {
  const [best] = names
    .map((name) => ({ name, distance: editDistance(word, name) }))
    .toSorted((one, other) => one.distance - other.distance)
  if (best === undefined || best.distance > Math.ceil(word.length / 3)) return ''
  return `; did you mean ${best.name}?`
}
