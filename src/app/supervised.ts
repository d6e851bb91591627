/** What every loop has in common: it starts again when it fails, and is missed when it hangs. */
import type { Config } from '../config/config.ts'
import type { Log } from '../lib/log.ts'
import { supervise } from '../lib/supervise.ts'
import type { LeasedLoop, LeaseSignals } from '../operate/lease-keeper.ts'
import type { Metrics } from '../operate/metrics.ts'
import { createSchedule } from '../operate/schedule.ts'
import type { Watchdog } from '../operate/watchdog.ts'
import { databaseFault } from '../store/sqlstate.ts'
import type { Bells } from './bells.ts'
import type { OperatorOrders } from './orders.ts'
import type { Outside } from './outside.ts'

/** What every loop is made of. */
export type LoopParts = {
  readonly config: Config
  readonly outside: Outside
  readonly log: Log
  readonly watchdog: Watchdog
  readonly metrics: Metrics
  /** Rung when nøkler of that API and konsument have begun to wait, and when operators want something. */
  readonly bells: Bells
  readonly orders: OperatorOrders
}

/** A loop that starts again when it fails, with growing waits, and that is missed when it hangs. */
export function supervisedLoop(
  { log, watchdog, metrics }: Pick<LoopParts, 'log' | 'watchdog' | 'metrics'>,
  name: string,
  run: (signals: LeaseSignals, beat: (withinMs: number) => void) => Promise<void>,
): LeasedLoop {
  const beat = (withinMs: number): void => watchdog.beat(name, withinMs)
  metrics.lease(name, false)
  return {
    name,
    run: async (signals) => {
      beat(0)
      metrics.lease(name, true)
      await supervise(
        () => run(signals, beat),
        {
          onFailure: (error, failures, waitMs) => {
            beat(waitMs)
            metrics.loopFailed(name)
            const advice = databaseFault(error)?.advice
            log.error({ loop: name, error, advice, failures, waitMs }, 'loop failed')
          },
          onRecovery: (failures) => log.info({ loop: name, failures }, 'loop runs again'),
        },
        AbortSignal.any([signals.stop, signals.abort]),
      )
      metrics.lease(name, false)
      watchdog.forget(name)
    },
  }
}

/**
 * A loop that does its work at each time of a plan.
 *
 * @param begin what is done before it waits for the first of them, at each start of the loop
 */
export function plannedLoop(
  parts: Pick<LoopParts, 'log' | 'watchdog' | 'metrics'>,
  name: string,
  plan: string,
  work: (signal: AbortSignal) => Promise<void>,
  begin?: () => Promise<void>,
): LeasedLoop {
  return supervisedLoop(parts, name, async ({ stop, abort }, beat) => {
    const signal = AbortSignal.any([stop, abort])
    const schedule = createSchedule(plan)
    try {
      await begin?.()
      for (;;) {
        beat(schedule.msToNext())
        await schedule.next(signal)
        if (signal.aborted) return
        beat(0)
        await work(signal)
      }
    } finally {
      schedule.end()
    }
  })
}
