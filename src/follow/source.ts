/**
 * Whether the posisjoner in the database belong to the lists that the settings name (P14).
 *
 * Numbers mean nothing in another environment, and data fetched for another client or
 * rettighetspakke is other data: following on would mix them without a trace. Pure.
 */
import type { FulgtListe } from '../config/config.ts'
import { onBehalfOf } from '../domain/konsument.ts'
import type { Kilde, StoredKilde } from '../store/position.ts'

export type ExpectedKilde = {
  readonly fulgt: FulgtListe
  readonly kilde: Kilde
}

/** @returns a sentence for each thing that is wrong; none when all lists can be followed */
export function sourceProblems(
  expected: readonly ExpectedKilde[],
  stored: readonly StoredKilde[],
): readonly string[] {
  return expected.flatMap(({ fulgt, kilde }) => {
    const { konsument } = fulgt
    const { id } = fulgt.liste
    const name = nameOf(fulgt)
    const found = stored.find((row) => row.konsument === konsument && row.liste === id)
    if (found) return differences(name, kilde, found.kilde)
    if (fulgt.startdato !== null) return []
    const setting = `STARTDATO__${id.toUpperCase().replaceAll('-', '_')}`
    return [
      `${name}: the database has no posisjon for this list, and there is no STARTDATO: set ${setting} (or STARTDATO) to the day to begin with, or to 0 for the first event there is`,
    ]
  })
}

/** The list, and for whom it is followed where that is not ourselves. */
function nameOf({ konsument, liste }: FulgtListe): string {
  return `${liste.id}${onBehalfOf(konsument)}`
}

/** Oppslag that the posisjon was taken without: their data begins with the next events. */
export function newRettighetspakker(kilde: Kilde, stored: Kilde): Kilde['rettighetspakker'] {
  return Object.fromEntries(
    Object.entries(kilde.rettighetspakker).filter(
      ([oppslag]) => !Object.hasOwn(stored.rettighetspakker, oppslag),
    ),
  )
}

function differences(liste: string, now: Kilde, then: Kilde): readonly string[] {
  const problems: string[] = []
  const note = (what: string, before: string | null, after: string | null): void => {
    problems.push(
      `${liste}: the posisjon in the database was taken ${what} ${before ?? '(none)'}, the settings say ${after ?? '(none)'}: restore the setting, or use another database`,
    )
  }
  if (then.adresse !== now.adresse) note('at', then.adresse, now.adresse)
  if (then.klient !== now.klient) note('by the client', then.klient, now.klient)
  for (const [oppslag, pakke] of Object.entries(now.rettighetspakker)) {
    const before = then.rettighetspakker[oppslag]
    if (before !== undefined && before !== pakke) {
      note(`with the rettighetspakke of ${oppslag}`, before, pakke)
    }
  }
  return problems
}

/** @returns a sentence for each oppslag that two of the lists lead to: its freshness would be neither's */
export function sharedOppslag(lister: readonly FulgtListe[]): readonly string[] {
  const seen = new Map<string, string>()
  const problems: string[] = []
  for (const { konsument, liste, oppslag } of lister) {
    for (const { oppslag: one } of oppslag) {
      const key = `${one.id}${onBehalfOf(konsument)}`
      const other = seen.get(key)
      if (other === undefined) seen.set(key, liste.id)
      else {
        problems.push(
          `${key} is looked up for ${other} and for ${liste.id}: leave it out of one with OPPSLAG__<LISTE>, or give it a second id in KATALOG_FIL`,
        )
      }
    }
  }
  return problems
}
