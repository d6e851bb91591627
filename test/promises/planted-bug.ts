/** A bug as data: what is changed in one place, and the test that must tell. */

export type Edit = {
  /** From the root of the checkout. */
  readonly file: string
  /** Occurs exactly once in the file. */
  readonly find: string
  readonly replace: string
}

export type PlantedBug = Edit & {
  /** Such as `P3`. */
  readonly promise: string
  /** What users would lose by it, in one sentence. */
  readonly lost: string
  /** Planted with it: a second line that keeps the same promise. */
  readonly also?: Edit
  readonly test: {
    readonly file: string
    /** The test's whole name. */
    readonly name: string
  }
}

export function editsOf(bug: PlantedBug): readonly Edit[] {
  return bug.also === undefined ? [bug] : [bug, bug.also]
}

/** @throws where the text to find is not there exactly once: the bug is out of date */
export function edited(text: string, { file, find, replace }: Edit): string {
  const times = text.split(find).length - 1
  if (times !== 1) {
    throw new Error(
      `${file} should hold this once, and does ${times} times: bring the planted bug up to date\n${find}`,
    )
  }
  return text.replace(find, () => replace)
}
