/** The settings of a daemon that follows lists of a simulator. */
import type { Stier } from '../../src/domain/katalog.ts'
import type { Simulator } from '../simulator/simulator.ts'

export type Following = {
  readonly url: string
  readonly lister: readonly string[]
  readonly stier?: Stier
}

export function settingsFor(
  simulator: Simulator,
  { url, lister, stier = '2024' }: Following,
): Readonly<Record<string, string>> {
  return {
    ...simulator.settings({ lister, stier }),
    DATABASE_URL: url,
    // Every second, so that no test waits for a minute.
    LES_PLAN: '* * * * * *',
    // "No data" where there was data is asked again at once.
    BEKREFT_INGEN_DATA_ETTER: '0s',
    SIDE_ANTALL: '100',
  }
}
