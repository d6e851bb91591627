/** The one line an hour by which a daemon that has nothing to tell tells that it is there. */
import type { Log, LogFields } from '../lib/log.ts'
import type { Totals } from './metrics.ts'
import type { Schedule } from './schedule.ts'
import type { Status } from './status/status.ts'

export type HourlyDeps = {
  readonly next: Schedule['next']
  readonly status: () => Promise<Status>
  /** What this replica has done since it started. */
  readonly totals: () => Totals
  readonly log: Log
}

/** Runs until `signal` aborts. */
export async function tellHourly(
  { next, status, totals, log }: HourlyDeps,
  signal: AbortSignal,
): Promise<void> {
  let before = totals()
  for (;;) {
    await next(signal)
    if (signal.aborted) return
    const now = totals()
    const done = {
      hendelser: now.hendelser - before.hendelser,
      oppslag: now.oppslag - before.oppslag,
      endringer: now.endringer - before.endringer,
    }
    before = now
    log.info({ done, ...summary(await status()) }, 'still following')
  }
}

/** How all lists are together. */
export function summary({ lister, databaseFault }: Status): LogFields {
  if (databaseFault !== null) return { feil: databaseFault.advice }
  const followed = lister.filter(({ isFollowed }) => isFollowed)
  const tilstander = Object.fromEntries(
    [...Map.groupBy(followed, ({ tilstand }) => tilstand)].map(([tilstand, rows]) => [
      tilstand,
      rows.length,
    ]),
  )
  const sum = (of: (row: Status['lister'][number]) => bigint): number =>
    Number(followed.reduce((total, row) => total + of(row), 0n))
  return {
    tilstander,
    ventende: sum(({ ventende }) => ventende),
    parkert: sum(({ parkert }) => parkert),
  }
}
