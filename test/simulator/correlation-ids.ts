/** Whether every call brought a Korrelasjonsid of its own. Remembers at least the last 50,000. */
export type CorrelationIds = {
  readonly note: (id: string | undefined) => void
  /** The newest last. */
  readonly last: (count: number) => string[]
  /** Calls with an id that another of the remembered calls had. */
  readonly repeated: () => number
  readonly missing: () => number
  readonly reset: () => void
}

const REMEMBERED = 100_000

export function createCorrelationIds(): CorrelationIds {
  // Two halves, the older one dropped whole: taking the oldest out of one large Set gets slow.
  let older = new Set<string>()
  let newer = new Set<string>()
  let repeated = 0
  let missing = 0
  return {
    note(id) {
      if (id === undefined) {
        missing += 1
        return
      }
      if (newer.has(id) || older.has(id)) repeated += 1
      newer.add(id)
      if (newer.size < REMEMBERED / 2) return
      older = newer
      newer = new Set()
    },
    last: (count) => [...older, ...newer].slice(-count),
    repeated: () => repeated,
    missing: () => missing,
    reset() {
      older.clear()
      newer.clear()
      repeated = 0
      missing = 0
    },
  }
}
