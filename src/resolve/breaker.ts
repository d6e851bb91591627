/**
 * The breaker: a wave of deletions is not believed (P8).
 *
 * in:   each answer of an API about a nøkkel, as gone ("deleted", "no data") or not
 * out:  whether it may be stored
 *
 * A moved path, a lost agreement or a fault behind the API can look like a thousand documented
 * deletions. When too many of an API's last answers are such, it is tripped: none of them is stored
 * until its answers are mixed again, or an operator has accepted the wave. A nøkkel counts once, by
 * its last answer: a few that are asked about again and again ("no data", until it is confirmed) are
 * no wave.
 *
 *   closed --too many gone--> tripped --mixed again--> closed
 *                             tripped --accepted--> accepted --mixed again--> closed
 */
export type BreakerState = 'closed' | 'tripped' | 'accepted'

export type BreakerOptions = {
  /** Per cent of the last answers, from 1 to 100, from which on it is a wave. */
  readonly percent: number
  /** How many that is: the last answers about so many nøkler. */
  readonly count: number
}

export type Breaker = {
  readonly state: () => BreakerState
  /**
   * @param nokkel as one string, which stays in memory
   * @returns whether this answer may be stored
   */
  readonly note: (nokkel: string, gone: boolean) => boolean
  readonly accept: () => void
}

/** So few answers end a wave: they are probes, and come slowly. */
const PROBES = 10

/** @param onChange told of each change but an operator's */
export function createBreaker(
  { percent, count }: BreakerOptions,
  start: BreakerState,
  onChange: (state: 'closed' | 'tripped') => void,
): Breaker {
  let state = start
  /** Whether it was gone, by nøkkel, the one answered longest ago first. */
  const last = new Map<string, boolean>()
  let gone = 0

  function become(next: BreakerState): void {
    state = next
    last.clear()
    gone = 0
  }

  function forget(nokkel: string): void {
    if (last.get(nokkel)) gone -= 1
    last.delete(nokkel)
  }

  return {
    state: () => state,
    note(nokkel, isGone) {
      const size = state === 'tripped' ? Math.min(PROBES, count) : count
      forget(nokkel)
      last.set(nokkel, isGone)
      if (isGone) gone += 1
      const [oldest] = last.keys()
      if (last.size > size && oldest !== undefined) forget(oldest)

      const isWave = gone * 100 >= percent * last.size
      if (last.size === size && isWave === (state === 'closed')) {
        const next = isWave ? 'tripped' : 'closed'
        become(next)
        onChange(next)
      }
      return !isGone || state !== 'tripped'
    },
    accept: () => become('accepted'),
  }
}
