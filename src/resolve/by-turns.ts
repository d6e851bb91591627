/** Nøkler in their order for each konsument, taken from one konsument after the other. */
import type { VentendeOppslag } from '../domain/nokkel.ts'

export type ByTurns = {
  readonly add: (nokkel: VentendeOppslag) => void
  /** The first of the konsument whose turn it is, of those that may be called for. */
  readonly take: (mayCall: (konsument: string) => boolean) => VentendeOppslag | undefined
  /** Takes all of a konsument out. */
  readonly drop: (konsument: string) => readonly VentendeOppslag[]
  readonly size: () => number
  readonly countOf: (konsument: string) => number
}

export function createByTurns(): ByTurns {
  // A Map keeps the order in which its keys were put in: who has had its turn is put in anew.
  const queues = new Map<string, VentendeOppslag[]>()
  let size = 0

  function drop(konsument: string): VentendeOppslag[] {
    const queue = queues.get(konsument) ?? []
    queues.delete(konsument)
    size -= queue.length
    return queue
  }

  return {
    add(nokkel) {
      const queue = queues.get(nokkel.konsument)
      if (queue === undefined) queues.set(nokkel.konsument, [nokkel])
      else queue.push(nokkel)
      size += 1
    },
    take(mayCall) {
      for (const [konsument, queue] of queues) {
        if (!mayCall(konsument)) continue
        const nokkel = queue.shift()
        queues.delete(konsument)
        if (queue.length > 0) queues.set(konsument, queue)
        size -= 1
        return nokkel
      }
      return undefined
    },
    drop,
    size: () => size,
    countOf: (konsument) => queues.get(konsument)?.length ?? 0,
  }
}
