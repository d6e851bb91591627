/**
 * What is looked up next: nøkler read from the table before a slot is free for them.
 *
 * in:   what the table says is due
 * out:  one nøkkel at a time: live ones before backlog, the konsumenter by turns, else in the table's order
 *
 * P5. A nøkkel in memory (ready, in flight, or answered and not settled) is not taken from the table
 * again. Pure: time is an argument.
 */
import { nokkelText, type VentendeOppslag } from '../domain/nokkel.ts'
import { createByTurns } from './by-turns.ts'

export type ReadAhead = {
  /** The next to be looked up, of a konsument that may be called for; it stays in memory until it is forgotten. */
  readonly take: (mayCall: (konsument: string) => boolean) => VentendeOppslag | undefined
  /** How many more to ask the table for; 0 while there are enough. */
  readonly wanted: () => number
  /** Whether what is ready would let a live nøkkel go first. */
  readonly hasBacklog: () => boolean
  /** Begins a question to the table. What is settled until it is answered is still in its answer. */
  readonly ask: () => Question
  /** Gives up what is ready of them and has not been taken: the table has it still. */
  readonly putBack: (konsumenter: readonly string[]) => void
  /** Settled or given up: it may come from the table again. */
  readonly forget: (nokkel: VentendeOppslag) => void
}

/** Whose turn it is, and how many of its nøkler are in memory already. */
export type Turn = { readonly konsument: string; readonly known: number }

export type Question = {
  /** Whose turn it is, first who waited longest for it, with all that is known of each. */
  readonly turns: readonly Turn[]
  /** The same with those known that are live: they come first in the answer. */
  readonly liveTurns: readonly Turn[]
  /**
   * @param room of how many nøkler a konsument has use now
   * @returns how many were new
   */
  readonly answered: (
    due: readonly VentendeOppslag[],
    now: number,
    room: (konsument: string) => number,
  ) => number
}

/** Never more: each may be overtaken by an event while it is here, and is then looked up twice. */
const MOST = 500

/** What is read ahead lasts for about so long: a reading costs as much for ten as for a thousand. */
const LASTS_MS = { least: 250, most: 1_000 }

export function createReadAhead(slots: number, konsumenter: readonly string[]): ReadAhead {
  const least = slots * 4
  const inMemory = new Map<string, VentendeOppslag>()
  const live = createByTurns()
  const backlog = createByTurns()
  let turns = konsumenter
  let size = least
  let filledAt = -Infinity
  /** Since then. */
  let taken = 0

  const ready = (): number => live.size() + backlog.size()

  /** More where the last filling was soon used up, fewer where it lasted long. */
  function adapt(now: number): void {
    const lasted = now - filledAt
    // P5: a filling that follows another before that one was used says nothing of how fast they go.
    if (lasted < LASTS_MS.least && taken * 2 >= size) size = Math.min(size * 2, MOST)
    if (lasted > LASTS_MS.most) size = Math.max(Math.floor(size / 2), least)
    filledAt = now
    taken = 0
  }

  function turnsWith(isKnown: (nokkel: VentendeOppslag) => boolean): readonly Turn[] {
    const known = new Map<string, number>()
    for (const nokkel of inMemory.values()) {
      if (isKnown(nokkel)) known.set(nokkel.konsument, (known.get(nokkel.konsument) ?? 0) + 1)
    }
    return turns.map((konsument) => ({ konsument, known: known.get(konsument) ?? 0 }))
  }

  return {
    take(mayCall) {
      const next = live.take(mayCall) ?? backlog.take(mayCall)
      if (next !== undefined) taken += 1
      return next
    },
    // Half are left while the table is asked for the others.
    wanted: () => (ready() > size / 2 ? 0 : size - ready()),
    hasBacklog: () => backlog.size() > 0,
    ask() {
      const known = new Set(inMemory.keys())
      return {
        turns: turnsWith(() => true),
        liveTurns: turnsWith(isLive),
        answered(due, now, room) {
          const fresh = withRoom(
            due.filter((nokkel) => !known.has(nokkelText(nokkel))),
            (konsument) => room(konsument) - live.countOf(konsument) - backlog.countOf(konsument),
          )
          if (fresh.length > 0) adapt(now)
          for (const nokkel of fresh) {
            inMemory.set(nokkelText(nokkel), nokkel)
            if (isLive(nokkel)) live.add(nokkel)
            else backlog.add(nokkel)
          }
          const served = new Set(fresh.map(({ konsument }) => konsument))
          turns = [...turns.filter((konsument) => !served.has(konsument)), ...served]
          return fresh.length
        },
      }
    },
    putBack(whose) {
      for (const konsument of whose) {
        for (const nokkel of [...live.drop(konsument), ...backlog.drop(konsument)]) {
          inMemory.delete(nokkelText(nokkel))
        }
      }
      size = least
    },
    forget: (nokkel) => void inMemory.delete(nokkelText(nokkel)),
  }
}

function isLive({ prioritet }: VentendeOppslag): boolean {
  return prioritet === 0
}

function withRoom(
  nokler: readonly VentendeOppslag[],
  room: (konsument: string) => number,
): readonly VentendeOppslag[] {
  const left = new Map<string, number>()
  return nokler.filter(({ konsument }) => {
    const its = left.get(konsument) ?? room(konsument)
    left.set(konsument, its - 1)
    return its > 0
  })
}
