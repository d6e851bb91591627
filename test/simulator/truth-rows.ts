/** The truth as rows, to be compared with tables. */
import type { Katalog } from '../../src/domain/katalog.ts'
import { dataOf } from './oppslag-data.ts'
import type { Tilstand } from './truth.ts'
import type { World } from './world.ts'

export type TruthRow = {
  readonly oppslag: string
  readonly identifikator: string
  /** Empty where the oppslag has no periods. */
  readonly gjelderPeriode: string
  readonly tilstand: Tilstand
  /** What the API's answer tells a reader: an API without a code for deleted says "no data". */
  readonly betyr: 'data' | 'slettet' | 'ingen_data'
  /** The body of the answer, where it is 200. */
  readonly data: string | null
  readonly versjon: number
  /** The newest event about it; 0n where it was changed with none. */
  readonly sekvensnummer: bigint
}

export function* truthRows(
  world: World,
  katalog: Katalog,
  oppslagId?: string,
): Generator<TruthRow> {
  for (const oppslag of katalog.oppslag.values()) {
    if (oppslagId !== undefined && oppslagId !== oppslag.id) continue
    if (oppslag.adresser['2024'] === null && oppslag.adresser['2022'] === null) continue
    const deletes = oppslag.svar.some(({ betyr }) => betyr === 'slettet')
    for (const sannhet of world.truth.rows(oppslag)) {
      const { identifikator, gjelderPeriode, tilstand, versjon, sekvensnummer } = sannhet
      const data = dataOf(oppslag.id, sannhet, sannhet)
      const betyr =
        data !== null ? 'data' : deletes && tilstand === 'slettet' ? 'slettet' : 'ingen_data'
      yield {
        oppslag: oppslag.id,
        identifikator,
        gjelderPeriode,
        tilstand,
        betyr,
        data,
        versjon,
        sekvensnummer,
      }
    }
  }
}
