/**
 * A list that grows while it is followed: a few portions of events about nøkler that have just been
 * looked up, are in flight or come next, and about new ones. Whoever loses an event that comes in
 * during its look-up, or lets an older answer win, ends with a stale row.
 */
import { personnummer } from '../../test/simulator/identifikator.ts'
import { createRandom, integer } from '../../test/simulator/random.ts'
import { LISTE, OPPSLAG, type Simulated } from './simulated.ts'

export type Growth = {
  /** Publishes what is due when so many look-ups have been made. */
  readonly at: (calls: number) => Promise<void>
  readonly isOver: () => boolean
}

/** The first when a tenth of the nøkler have been looked up, the last at two fifths: it is read before the rest is done. */
const PORTIONS = { first: 0.1, last: 0.4, count: 8 }
/** Of the nøkler, how many events a portion has, and how far from the newest look-up they are. */
const SHARE = { known: 0.01, new: 0.005, around: 0.02 }

export function createGrowth(simulated: Simulated): Growth {
  const random = createRandom(7)
  const keys = [...simulated.twin.truth(OPPSLAG)]
  const size = (share: number) => Math.max(1, Math.round(keys.length * share))
  let published = 0

  function portion(calls: number): readonly Nokkel[] {
    const around = size(SHARE.around)
    const known = Array.from({ length: size(SHARE.known) }, () => {
      const place = Math.min(Math.max(calls + integer(random, -around, around), 0), keys.length - 1)
      const { identifikator = '', gjelderPeriode = '' } = keys[place] ?? {}
      return { identifikator, gjelderPeriode }
    })
    const fresh = Array.from({ length: size(SHARE.new) }, () => ({
      identifikator: personnummer(random),
      gjelderPeriode: '2025-01',
    }))
    return [...known, ...fresh]
  }

  return {
    async at(calls) {
      const { first, last, count } = PORTIONS
      const due = keys.length * (first + ((last - first) * published) / (count - 1))
      if (published === count || calls < due) return
      published += 1
      await simulated.publish(LISTE, portion(calls))
    },
    isOver: () => published === PORTIONS.count,
  }
}

type Nokkel = { readonly identifikator: string; readonly gjelderPeriode: string }
