/** What all those who read a list have in common. */
import type { Config } from '../config/config.ts'
import type { Sekvensnummer } from '../domain/ids.ts'
import type { FollowerDeps } from '../follow/follower.ts'
import type { ExpectedKilde } from '../follow/source.ts'
import { readSide } from '../skatteetaten/event-page.ts'
import { loadPosisjon, type PosisjonKey } from '../store/position.ts'
import { storePage } from '../store/store-page.ts'
import type { LoopParts } from './supervised.ts'

export function keyOf({ fulgt: { konsument, liste } }: ExpectedKilde): PosisjonKey {
  return { konsument, liste: liste.id }
}

/** How pages are read and stored. */
export function readingDeps({ config, outside, bells, metrics }: LoopParts, kilde: ExpectedKilde) {
  const { pool, access } = outside
  const { fulgt } = kilde
  const { liste, oppslag } = fulgt
  const key = keyOf(kilde)
  const targets = targetsOf(config, kilde)
  return {
    loadPosisjon: () => loadPosisjon(pool, key),
    readPage: metrics.countingPages(liste.id, (fra: Sekvensnummer, signal: AbortSignal) =>
      readSide(access, liste, fulgt, fra, config.sideAntall, signal),
    ),
    storePage: async (fra, neste, hendelser, isShort) => {
      const stored = await storePage(pool, { ...key, ...targets, fra, neste, hendelser, isShort })
      if (stored !== null) metrics.pageStored(liste.id, stored)
      return stored
    },
    onQueued: () => {
      for (const one of oppslag) bells.api(one.oppslag.vert, key.konsument).ring()
    },
  } satisfies Partial<FollowerDeps>
}

/** What an event of the list makes wait. */
export function targetsOf(config: Config, { fulgt }: ExpectedKilde) {
  return {
    oppslag: fulgt.oppslag.map(({ oppslag: { id, periode } }) => ({
      id,
      harPeriode: periode !== 'ingen',
    })),
    bareBevakede: config.folg === 'bevakede',
  }
}
