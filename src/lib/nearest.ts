/** The name that was probably meant. */

/** Letters to insert, delete or replace to make one word into the other (Levenshtein). */
export function editDistance(one: string, other: string): number {
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

/** The first of the words that are fewest letters away; undefined only when there are no words. */
export function nearest(word: string, among: Iterable<string>): string | undefined {
  let best: { readonly word: string; readonly distance: number } | undefined
  for (const candidate of among) {
    const distance = editDistance(word, candidate)
    if (best === undefined || distance < best.distance) best = { word: candidate, distance }
  }
  return best?.word
}

/** The nearest word if less than half of the letters differ: beyond that it is no help. */
export function probablyMeant(word: string, among: Iterable<string>): string | undefined {
  const found = nearest(word, among)
  if (found === undefined) return undefined
  return editDistance(word, found) <= word.length / 2 ? found : undefined
}

/** `; did you mean test?`, or nothing. */
export function didYouMean(word: string, among: Iterable<string>): string {
  const meant = probablyMeant(word.toLowerCase(), among)
  return meant === undefined ? '' : `; did you mean ${meant}?`
}
