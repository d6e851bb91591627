/** The loops: for each konsument and list a follower and an overlap re-read, for each API a resolver; retention. */
import type { LeasedLoop } from '../operate/lease-keeper.ts'
import { allOppslag, expectedKilder } from './followed.ts'
import { inntektsmottakereLoop } from './inntektsmottakere-loop.ts'
import { followerLoop, overlapLoop } from './list-loops.ts'
import { rereadLoop } from './reread-loop.ts'
import { resolverLoop } from './resolver-loop.ts'
import { retentionLoop } from './retention-loop.ts'
import type { LoopParts } from './supervised.ts'
import { watchLoop } from './watch-loop.ts'

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
    ...(config.folg === 'bevakede'
      ? config.konsumenter.map((konsument) =>
          inntektsmottakereLoop(
            parts,
            konsument,
            config.inntektsmottakere.find((one) => one.konsument === konsument),
          ),
        )
      : []),
    retentionLoop(parts),
  ]
}
