/** A hendelsesliste in memory, and the posisjon and events that a follower stores of it. */
import type { Hendelse } from '../../src/domain/hendelse.ts'
import type { Sekvensnummer } from '../../src/domain/ids.ts'
import type { FollowerDeps } from '../../src/follow/follower.ts'
import { nummer } from '../support/builders.ts'

export const QUIET = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
export const NEVER = new AbortController().signal

/** A list that gives `antall` events a page, from a number on. */
export function pagesOf(list: readonly Hendelse[], antall: number) {
  return (fra: Sekvensnummer) => {
    const found = list.filter(({ sekvensnummer }) => sekvensnummer >= fra)
    return Promise.resolve({ hendelser: found.slice(0, antall) })
  }
}

/** The posisjon in Postgres, moved only from the number that the page was asked with. */
export function storage(neste: number, endReachedAt = neste) {
  let posisjon = nummer(neste)
  let overlappFra: Sekvensnummer | null = nummer(endReachedAt)
  const stored = new Map<bigint, Hendelse>()
  const storePage: FollowerDeps['storePage'] = (fra, next, hendelser) => {
    if (fra !== posisjon) return Promise.resolve(null)
    posisjon = next
    const fresh = hendelser.filter(({ sekvensnummer }) => !stored.has(sekvensnummer))
    for (const one of fresh) stored.set(one.sekvensnummer, one)
    return Promise.resolve({ inserted: fresh.length, queued: fresh.length })
  }
  return {
    storePage,
    loadPosisjon: () => Promise.resolve({ neste: posisjon, isReadable: true, overlappFra }),
    noteOverlapRead: (_from: Sekvensnummer, to: Sekvensnummer) => {
      overlappFra = to
      return Promise.resolve()
    },
    overlappFra: () => overlappFra,
    posisjon: () => posisjon,
    moveTo: (value: number) => {
      posisjon = nummer(value)
    },
    numbers: () => [...stored.keys()].map(Number),
  }
}
