/**
 * What is looked up next: nøkler read from the table before a slot is free for them.
 *
 * in:   what the table says is due
 * out:  one nøkkel at a time: live ones before backlog, else in the table's order
 *
 * P5. A nøkkel in memory (ready, in flight, or answered and not settled) is not taken from the table
 * again. Pure: time is an argument.
 */
import { nokkelText, type VentendeOppslag } from '../domain/nokkel.ts'

export type ReadAhead = {
  /** The next to be looked up; it stays in memory until it is forgotten. */
  readonly take: () => VentendeOppslag | undefined
  /** How many more to ask the table for; 0 while there are enough. */
  readonly wanted: () => number
  /** Whether what is ready would let a live nøkkel go first. */
  readonly hasBacklog: () => boolean
  /** Begins a question to the table. What is settled until it is answered is still in its answer. */
  readonly ask: () => Question
  /** Gives up what is ready and has not been taken: the table has it still. */
  readonly putBack: () => void
  /** Settled or given up: it may come from the table again. */
  readonly forget: (nokkel: VentendeOppslag) => void
}

export type Question = {
  /** As many rows of the table may be in memory already: so many more are to be asked for. */
  readonly known: number
  /** Those of them that are live come first in the answer. */
  readonly knownLive: number
  /** @returns how many of them were new */
  readonly answered: (due: readonly VentendeOppslag[], now: number) => number
}

/** Never more: each may be overtaken by an event while it is here, and is then looked up twice. */
const MOST = 500

/** What is read ahead lasts for about so long: a reading costs as much for ten as for a thousand. */
const LASTS_MS = { least: 250, most: 1_000 }

export function createReadAhead(slots: number): ReadAhead {
  const least = slots * 4
  const inMemory = new Map<string, VentendeOppslag>()
  let ready: VentendeOppslag[] = []
  let size = least
  let filledAt = -Infinity

  /** More where the last filling was soon used up, fewer where it lasted long. */
  function adapt(now: number): void {
    const lasted = now - filledAt
    if (lasted < LASTS_MS.least) size = Math.min(size * 2, MOST)
    if (lasted > LASTS_MS.most) size = Math.max(Math.floor(size / 2), least)
    filledAt = now
  }

  return {
    take: () => ready.shift(),
    // Half are left while the table is asked for the others.
    wanted: () => (ready.length > size / 2 ? 0 : size - ready.length),
    hasBacklog: () => ready.some((nokkel) => !isLive(nokkel)),
    ask() {
      const known = new Set(inMemory.keys())
      const live = inMemory.values().filter(isLive)
      return {
        known: known.size,
        knownLive: [...live].length,
        answered(due, now) {
          const fresh = due.filter((nokkel) => !known.has(nokkelText(nokkel)))
          if (fresh.length > 0) adapt(now)
          for (const nokkel of fresh) inMemory.set(nokkelText(nokkel), nokkel)
          const all = [...ready, ...fresh]
          ready = [...all.filter(isLive), ...all.filter((nokkel) => !isLive(nokkel))]
          return fresh.length
        },
      }
    },
    putBack() {
      for (const nokkel of ready) inMemory.delete(nokkelText(nokkel))
      ready = []
      size = least
    },
    forget: (nokkel) => void inMemory.delete(nokkelText(nokkel)),
  }
}

function isLive({ prioritet }: VentendeOppslag): boolean {
  return prioritet === 0
}
