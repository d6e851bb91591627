/** What all those who read a list have in common. */
import type { Config } from '../config/config.ts'
import type { Sekvensnummer } from '../domain/ids.ts'
import type { Population } from '../domain/population.ts'
import type { FollowerDeps } from '../follow/follower.ts'
import type { ExpectedKilde } from '../follow/source.ts'
import { strangerWatch } from '../follow/strangers.ts'
import { readSide } from '../skatteetaten/event-page.ts'
import { loadPosisjon, type PosisjonKey } from '../store/position.ts'
import { storePage } from '../store/store-page.ts'
import type { LoopParts } from './supervised.ts'

export function keyOf({ fulgt: { konsument, liste } }: ExpectedKilde): PosisjonKey {
  return { konsument, liste: liste.id }
}

/** How pages are read and stored. */
export function readingDeps(parts: LoopParts, kilde: ExpectedKilde) {
  const { config, outside, bells, metrics, log } = parts
  const { pool, access } = outside
  const { fulgt } = kilde
  const { liste, oppslag } = fulgt
  const key = keyOf(kilde)
  const targets = targetsOf(config, kilde)
  const noteStrangers = strangerWatch(
    { count: (strangers) => metrics.strangersSeen(liste.id, strangers), log },
    { ...key, expected: populationIn(config) },
  )
  return {
    loadPosisjon: () => loadPosisjon(pool, key),
    readPage: metrics.countingPages(liste.id, (fra: Sekvensnummer, signal: AbortSignal) =>
      readSide(access, liste, fulgt, fra, config.sideAntall, signal),
    ),
    storePage: async (fra, neste, hendelser, isShort) => {
      const stored = await storePage(pool, { ...key, ...targets, fra, neste, hendelser, isShort })
      if (stored !== null) metrics.pageStored(liste.id, stored)
      // What is read again stays below the posisjon, and has been counted.
      if (stored !== null && neste > fra) noteStrangers(hendelser)
      return stored
    },
    onQueued: () => {
      for (const one of oppslag) bells.api(one.oppslag.vert, key.konsument).ring()
    },
  } satisfies Partial<FollowerDeps>
}

/** Who there should be events about; null where only the address is known. */
function populationIn({ miljoe }: Config): Population | null {
  if (miljoe === null) return null
  return miljoe === 'prod' ? 'real' : 'synthetic'
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
