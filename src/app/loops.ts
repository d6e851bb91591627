/** The loops: for each konsument and list a follower and an overlap re-read, for each API a resolver; retention. */
import type { LeasedLoop } from '../operate/lease-keeper.ts'
import {
  countLateReaders,
  deleteOldEndringer,
  deleteOldHendelser,
  deleteOldHistorikk,
} from '../store/retention.ts'
import { allOppslag, expectedKilder } from './followed.ts'
import { followerLoop, overlapLoop } from './list-loops.ts'
import { rereadLoop } from './reread-loop.ts'
import { resolverLoop } from './resolver-loop.ts'
import { type LoopParts, plannedLoop } from './supervised.ts'
import { watchLoop } from './watch-loop.ts'

/** Once a day, when Norway sleeps. */
const RETENTION_PLAN = '17 3 * * *'

export function allLoops(parts: LoopParts): readonly LeasedLoop[] {
  const { config } = parts
  const apis = Map.groupBy(allOppslag(config), ({ oppslag }) => oppslag.vert)
  return [
    ...expectedKilder(config).flatMap((kilde) => [
      followerLoop(parts, kilde),
      rereadLoop(parts, kilde),
      ...(config.overlappSekvensnumre > 0 ? [overlapLoop(parts, kilde)] : []),
    ]),
    ...[...apis].map(([api, oppslag]) => resolverLoop(parts, api, oppslag)),
    watchLoop(parts),
    retentionLoop(parts),
  ]
}

function retentionLoop(parts: LoopParts): LeasedLoop {
  const { config, outside, log } = parts
  return plannedLoop(parts, 'retention', RETENTION_PLAN, async (signal) => {
    const { pool } = outside
    const hendelser = await deleteOldHendelser(pool, config.hendelserBeholdesDager, signal)
    const endringer = await deleteOldEndringer(pool, config.endringerBeholdesDager, signal)
    const historikk = await deleteOldHistorikk(pool, config.historikkBeholdesDager, signal)
    if (hendelser + endringer + historikk > 0)
      log.info({ deleted: { hendelser, endringer, historikk } }, 'old rows deleted')
    const lesere = await countLateReaders(pool)
    if (lesere > 0) log.warn({ lesere }, 'readers of the change feed have missed changes')
  })
}
