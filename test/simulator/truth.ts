/**
 * What is true of each (oppslag, nøkkel) right now, and how often that has changed.
 *
 * in:   what happens, from world.ts
 * out:  what a look-up answers, and the rows that tables are compared with
 *
 * The versjon counts from 1 and grows with every change, so an answer tells how old it is.
 */
import type { Katalog, Oppslag } from '../../src/domain/katalog.ts'
import { bigNumbers, numbers, type Column } from './column.ts'
import type { Nokler } from './nokler.ts'

export const TILSTANDER = ['data', 'slettet', 'ingen_data', 'skjermet'] as const
export type Tilstand = (typeof TILSTANDER)[number]

export type Sannhet = {
  readonly tilstand: Tilstand
  /** 0: nothing was ever heard of it. */
  readonly versjon: number
  /** The newest event about it; 0n where there was none. */
  readonly sekvensnummer: bigint
  /** JSON text that a test gave; undefined: generated from the versjon. */
  readonly data: string | undefined
}

export type Endring = {
  /** Default: data. */
  readonly tilstand?: Tilstand | undefined
  readonly data?: string | undefined
  /** The event is published though nothing has changed. */
  readonly uendret?: boolean | undefined
}

export type Truth = {
  readonly change: (
    oppslag: Oppslag,
    identifikator: string,
    gjelderPeriode: string,
    endring: Endring,
    sekvensnummer?: bigint,
  ) => void
  readonly read: (oppslag: Oppslag, identifikator: string, gjelderPeriode: string) => Sannhet
  /** Everything that was ever changed about this oppslag, in the order of first mention. */
  readonly rows: (
    oppslag: Oppslag,
  ) => Generator<Sannhet & { identifikator: string; gjelderPeriode: string }>
}

type Facts = {
  /** versjon * 4 + the place in TILSTANDER. */
  readonly state: Column<number>
  readonly newest: Column<bigint>
  readonly data: Map<number, string>
}

export function createTruth(katalog: Katalog, nokler: Nokler): Truth {
  const known = new Map<string, Facts>()
  for (const id of katalog.oppslag.keys()) {
    known.set(id, { state: numbers(), newest: bigNumbers(), data: new Map() })
  }

  function factsOf(oppslag: Oppslag): Facts {
    const facts = known.get(oppslag.id)
    if (facts === undefined) throw new Error(`${oppslag.id} is not in the katalog`)
    return facts
  }

  function at(facts: Facts, index: number): Sannhet {
    const state = facts.state.get(index)
    return {
      tilstand: state === 0 ? 'ingen_data' : (TILSTANDER[state & 3] ?? 'data'),
      versjon: state >> 2,
      sekvensnummer: facts.newest.get(index),
      data: facts.data.get(index),
    }
  }

  return {
    change(oppslag, identifikator, gjelderPeriode, endring, sekvensnummer) {
      const facts = factsOf(oppslag)
      const index = nokler.index(identifikator, askedPeriode(oppslag, gjelderPeriode))
      if (sekvensnummer !== undefined && sekvensnummer > facts.newest.get(index)) {
        facts.newest.set(index, sekvensnummer)
      }
      const versjon = facts.state.get(index) >> 2
      if (endring.uendret === true && versjon > 0) return
      facts.state.set(index, (versjon + 1) * 4 + TILSTANDER.indexOf(endring.tilstand ?? 'data'))
      if (endring.data === undefined) facts.data.delete(index)
      else facts.data.set(index, endring.data)
    },
    read: (oppslag, identifikator, gjelderPeriode) =>
      at(factsOf(oppslag), nokler.index(identifikator, askedPeriode(oppslag, gjelderPeriode))),
    *rows(oppslag) {
      const facts = factsOf(oppslag)
      for (let index = 0; index < nokler.count(); index += 1) {
        if (facts.state.get(index) > 0) yield { ...nokler.at(index), ...at(facts, index) }
      }
    },
  }
}

/** An oppslag without periods is one look-up, whatever period its event names. */
export function askedPeriode(oppslag: Oppslag, gjelderPeriode: string): string {
  return oppslag.periode === 'ingen' ? '' : gjelderPeriode
}
