import type { Hendelse } from './hendelse.ts'
import { MAX_SEKVENSNUMMER, type Sekvensnummer, sekvensnummer } from './ids.ts'

/** The posisjon after a page: numbers may be unsorted, repeated, or below the one asked from. */
export function after(fra: Sekvensnummer, hendelser: readonly Hendelse[]): Sekvensnummer {
  let neste: bigint = fra
  for (const { sekvensnummer: number } of hendelser) if (number >= neste) neste = number + 1n
  return sekvensnummer(neste > MAX_SEKVENSNUMMER ? MAX_SEKVENSNUMMER : neste)
}
