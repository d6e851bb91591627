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
  readonly expected: Population | null
}

/** @returns what is told of each page, once */
export function strangerWatch(
  { count, log }: StrangersDeps,
  { expected, ...about }: StrangersOptions,
): (hendelser: readonly Hendelse[]) => void {
  let isTold = false
  return (hendelser) => {
    if (expected === null) return
    const strangers = hendelser.filter(({ identifikator }) => isStranger(identifikator, expected))
    if (strangers.length === 0) return
    count(strangers.length)
    if (isTold) return
    isTold = true
    log.warn({ ...about, ofPage: strangers.length, expected }, 'persons of another environment')
  }
}

function isStranger(identifikator: string | null, expected: Population): boolean {
  if (identifikator === null) return false
  const population = populationOf(identifikator)
  return population !== null && population !== expected
}
