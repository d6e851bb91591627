/**
 * The breaker: a wave of deletions is not believed (P8).
 *
 * in:   each answer of an API, as gone ("deleted", "no data") or not
 * out:  whether it may be stored
 *
 * A moved path, a lost agreement or a fault behind the API can look like a thousand documented
 * deletions. When too many of an API's last answers are such, it is tripped: none of them is stored
 * until its answers are mixed again, or an operator has accepted the wave.
 *
 *   closed --too many gone--> tripped --mixed again--> closed
 *                             tripped --accepted--> accepted --mixed again--> closed
 */
export type BreakerState = 'closed' | 'tripped' | 'accepted'

export type BreakerOptions = {
  /** Per cent of the last answers, from 1 to 100, from which on it is a wave. */
  readonly percent: number
  /** How many last answers that is. */
  readonly count: number
}

export type Breaker = {
  readonly state: () => BreakerState
  /** @returns whether this answer may be stored */
  readonly note: (gone: boolean) => boolean
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
  let last: boolean[] = []
  let gone = 0

  function become(next: BreakerState): void {
    state = next
    last = []
    gone = 0
  }

  return {
    state: () => state,
    note(isGone) {
      const size = state === 'tripped' ? Math.min(PROBES, count) : count
      last.push(isGone)
      if (isGone) gone += 1
      if (last.length > size && last.shift()) gone -= 1

      const isWave = gone * 100 >= percent * last.length
      if (last.length === size && isWave === (state === 'closed')) {
        const next = isWave ? 'tripped' : 'closed'
        become(next)
        onChange(next)
      }
      return !isGone || state !== 'tripped'
    },
    accept: () => become('accepted'),
  }
}
