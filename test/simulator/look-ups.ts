/** How often each (oppslag, nøkkel) was looked up, and how new the newest answer was. */
import type { Oppslag } from '../../src/domain/katalog.ts'
import { bigNumbers, numbers, type Column } from './column.ts'
import type { Nokler } from './nokler.ts'
import { askedPeriode, type Sannhet } from './truth.ts'

export type LookUp = {
  readonly oppslag: string
  readonly identifikator: string
  readonly gjelderPeriode: string
  /** Calls, also those that a fault answered. */
  readonly count: number
  /** The versjon that the latest good answer was of; 0 where there was none. */
  readonly versjon: number
  /** The newest event about the nøkkel at that answer; 0n where there was none. */
  readonly sekvensnummer: bigint
}

export type LookUps = {
  readonly asked: (oppslag: Oppslag, identifikator: string, gjelderPeriode: string) => void
  /** @param from what the answer was made from; it went out as it should */
  readonly answered: (
    oppslag: Oppslag,
    identifikator: string,
    gjelderPeriode: string,
    from: Sannhet,
  ) => void
  readonly of: (oppslag: Oppslag, identifikator: string, gjelderPeriode: string) => LookUp
  /** Good answers that came of no newer event than the one before about the same nøkkel. */
  readonly withoutNews: () => number
  /** Every nøkkel that was looked up. */
  readonly all: () => Generator<LookUp>
  readonly reset: () => void
}

type Counts = {
  readonly count: Column<number>
  readonly versjon: Column<number>
  readonly sekvensnummer: Column<bigint>
  withoutNews: number
}

export function createLookUps(nokler: Nokler): LookUps {
  const byOppslag = new Map<string, Counts>()

  function counts(id: string): Counts {
    const known = byOppslag.get(id)
    if (known !== undefined) return known
    const fresh = {
      count: numbers(),
      versjon: numbers(),
      sekvensnummer: bigNumbers(),
      withoutNews: 0,
    }
    byOppslag.set(id, fresh)
    return fresh
  }

  function index(oppslag: Oppslag, identifikator: string, gjelderPeriode: string): number {
    return nokler.index(identifikator, askedPeriode(oppslag, gjelderPeriode))
  }

  function at(oppslag: string, place: number): LookUp {
    const { count, versjon, sekvensnummer } = counts(oppslag)
    return {
      oppslag,
      ...nokler.at(place),
      count: count.get(place),
      versjon: versjon.get(place),
      sekvensnummer: sekvensnummer.get(place),
    }
  }

  return {
    asked(oppslag, identifikator, gjelderPeriode) {
      const { count } = counts(oppslag.id)
      const place = index(oppslag, identifikator, gjelderPeriode)
      count.set(place, count.get(place) + 1)
    },
    answered(oppslag, identifikator, gjelderPeriode, from) {
      const its = counts(oppslag.id)
      const place = index(oppslag, identifikator, gjelderPeriode)
      const before = its.sekvensnummer.get(place)
      if (before > 0n && before === from.sekvensnummer) its.withoutNews += 1
      its.versjon.set(place, from.versjon)
      its.sekvensnummer.set(place, from.sekvensnummer)
    },
    withoutNews: () => byOppslag.values().reduce((sum, its) => sum + its.withoutNews, 0),
    of: (oppslag, identifikator, gjelderPeriode) =>
      at(oppslag.id, index(oppslag, identifikator, gjelderPeriode)),
    *all() {
      for (const id of byOppslag.keys()) {
        for (let place = 0; place < nokler.count(); place += 1) {
          const lookUp = at(id, place)
          if (lookUp.count > 0) yield lookUp
        }
      }
    },
    reset: () => byOppslag.clear(),
  }
}
