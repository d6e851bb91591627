/**
 * Test is not production: events about persons that don't belong where we are.
 *
 * in:   pages that have been stored
 * out:  a count, and one warning per list and start
 *
 * They are looked up and stored as all others: only those who run it know what it means.
 */
import type { Hendelse } from '../domain/hendelse.ts'
import { type Population, populationOf } from '../domain/population.ts'
import type { Log } from '../lib/log.ts'

export type StrangersDeps = {
  readonly count: (strangers: number) => void
  readonly log: Log
}

export type StrangersOptions = {
  readonly konsument: string
  readonly liste: string
  /** Null: not known, so nobody is a stranger. */
  readonly miljoe: 'test' | 'prod' | null
}

/** @returns what takes the events of each page that has been stored, once */
export function strangerWatch(
  { count, log }: StrangersDeps,
  about: StrangersOptions,
): (hendelser: readonly Hendelse[]) => void {
  const { miljoe } = about
  if (miljoe === null) return () => undefined
  const stranger: Population = miljoe === 'prod' ? 'synthetic' : 'real'
  let isTold = false
  return (hendelser) => {
    const persons = hendelser.filter(
      ({ identifikator }) => identifikator !== null && populationOf(identifikator) === stranger,
    ).length
    if (persons === 0) return
    count(persons)
    if (!isTold) log.warn({ ...about, persons }, 'persons of another environment')
    isTold = true
  }
}
