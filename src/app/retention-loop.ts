/** What runs on SLETTE_PLAN: everything that is older than the settings say is deleted. */
import type { Config } from '../config/config.ts'
import type { LeasedLoop } from '../operate/lease-keeper.ts'
import {
  AGING,
  type Aging,
  countLateReaders,
  deleteOld,
  deleteOldHendelser,
  eraseOldYears,
} from '../store/retention.ts'
import { type LoopParts, plannedLoop } from './supervised.ts'

/** A record over all that ages: what is added does not compile until it has its days. */
function daysOf(config: Config): Readonly<Record<Aging, number>> {
  return {
    endringer: config.endringerBeholdesDager,
    historikk: config.historikkBeholdesDager,
    slettede: config.slettedeBeholdesDager,
    bevakingsoensker: config.bevakingsoenskerBeholdesDager,
    oppslagslogg: config.oppslagsloggBeholdesDager,
    revisjon: config.revisjonBeholdesDager,
    glemte: config.revisjonBeholdesDager,
  }
}

export function retentionLoop(parts: LoopParts): LeasedLoop {
  const { config, outside, log } = parts
  const { pool } = outside
  const days = daysOf(config)
  const years = config.opplysningerBeholdesAar
  const events = { days: config.hendelserBeholdesDager, overlap: config.overlappSekvensnumre }

  return plannedLoop(parts, 'retention', config.slettePlan, async (signal) => {
    const deleted: Record<string, number> = {
      hendelser: await deleteOldHendelser(pool, events, signal),
    }
    if (years !== null) deleted['opplysninger'] = await eraseOldYears(pool, years, signal)
    for (const what of AGING) deleted[what] = await deleteOld(pool, what, days[what], signal)
    if (Object.values(deleted).some((count) => count > 0)) log.info({ deleted }, 'old rows deleted')
    const lesere = await countLateReaders(pool)
    if (lesere > 0) log.warn({ lesere }, 'readers of the change feed have missed changes')
  })
}
