/** How the following goes, for whoever asks: what Postgres knows beside what the settings say. */
import type { Config } from '../config/config.ts'
import { longestGapMs } from '../operate/schedule.ts'
import { createStatusReader } from '../operate/status/reader.ts'
import { type Followed, type Status, statusOf } from '../operate/status/status.ts'
import type { Pool } from '../store/pool.ts'
import { databaseFault } from '../store/sqlstate.ts'
import { loadStatus } from '../store/status.ts'

/** What the settings say is followed. */
export function followedOf(config: Config, version: string): Followed {
  const gaps = new Map<string, number>()
  const gapOf = (plan: string): number => {
    const gap = gaps.get(plan) ?? longestGapMs(plan)
    gaps.set(plan, gap)
    return gap
  }
  return {
    version,
    miljoe: config.skatteetaten.url,
    lister: config.lister.map(({ konsument, liste, lesPlan }) => ({
      konsument,
      liste: liste.id,
      planMs: gapOf(lesPlan),
    })),
    slots: config.maksSamtidigeOppslag,
  }
}

/** What it costs is bounded, however often it is asked. */
export function statusReader(config: Config, version: string, pool: Pool): () => Promise<Status> {
  const followed = followedOf(config, version)
  const read = createStatusReader({
    load: () => loadStatus(pool),
    advice: adviceOn,
    now: () => performance.now(),
    date: () => Date.now(),
  })
  return async () => {
    const { stored, fault } = await read()
    return statusOf(stored, followed, fault)
  }
}

function adviceOn(error: unknown): string {
  return databaseFault(error)?.advice ?? 'See the log'
}
