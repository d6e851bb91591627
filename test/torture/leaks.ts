/** Whether an identifikator has got out (P12): searched for in everything that is written. */

export type Leaks = {
  /** @returns how many identifikatorer are in `text`, counted once for each place */
  readonly in: (text: string) => number
}

/** @param identifikatorer digits only, of any lengths */
export function createLeaks(identifikatorer: Iterable<string>): Leaks {
  const known = new Set(identifikatorer)
  const lengths = new Set([...known].map(({ length }) => length))
  const shortest = Math.min(...lengths)
  const runs = new RegExp(`\\d{${shortest},}`, 'g')

  return {
    in(text) {
      let found = 0
      for (const [run] of text.matchAll(runs)) {
        for (const length of lengths) {
          for (let at = 0; at + length <= run.length; at += 1) {
            if (known.has(run.slice(at, at + length))) found += 1
          }
        }
      }
      return found
    },
  }
}
