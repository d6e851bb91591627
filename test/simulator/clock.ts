/** The simulator's clock: the real one, moved as tests need. Only tokens and dates hang on it. */
export type Clock = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Moves the clock for good; negative moves it back. */
  readonly advance: (ms: number) => void
}

export function createClock(): Clock {
  let offset = 0
  return {
    now: () => Date.now() + offset,
    advance(ms) {
      offset += ms
    },
  }
}
