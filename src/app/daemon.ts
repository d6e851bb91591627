/** The daemon: Config in, loops out, each under a lease so that one replica at a time runs it; and the probes. */
import { randomUUID } from 'node:crypto'
import type { Config } from '../config/config.ts'
import type { Log } from '../lib/log.ts'
import { startHttpServer } from '../operate/http-server.ts'
import { tellHourly } from '../operate/hourly.ts'
import { keepLoops, type LeaseSignals } from '../operate/lease-keeper.ts'
import { createMetrics } from '../operate/metrics.ts'
import { createSchedule } from '../operate/schedule.ts'
import { createWatchdog } from '../operate/watchdog.ts'
import { keepLeases, releaseLeases } from '../store/leases.ts'
import { noteSigningKey } from '../store/signing-key.ts'
import { createBells } from './bells.ts'
import { allLoops } from './loops.ts'
import { watchOrders } from './orders.ts'
import { connectionsOf, openOutside } from './outside.ts'
import { untilPrepared } from './prepare.ts'
import { watchSigningKey } from './signing-key.ts'
import { statusReader } from './status.ts'
import { startUpSummary } from './summary.ts'

const EVERY_HOUR = '0 * * * *'

/**
 * Runs until `stop` aborts.
 *
 * @throws ConfigError when the settings, the schema or a stored posisjon forbid to start (P14)
 */
export async function runDaemon(
  config: Config,
  version: string,
  log: Log,
  signals: Omit<LeaseSignals, 'isHeld'>,
): Promise<void> {
  await using closing = new AsyncDisposableStack()
  const signingKey = watchSigningKey((avtrykk) => noteSigningKey(outside.pool, avtrykk), log)
  const watchdog = createWatchdog(() => performance.now())
  const metrics = createMetrics(version, { now: () => performance.now(), date: () => Date.now() })
  const outside = openOutside(config, log, closing, {
    onKeyUsed: signingKey.used,
    onToken: metrics.tokenGiven,
    onNoToken: metrics.tokenRefused,
  })
  const status = statusReader(config, version, outside.pool)
  let prepared = false
  const isReady = (): boolean => prepared && !signals.stop.aborted
  const server = await startHttpServer(config.port, {
    isReady,
    overdue: watchdog.overdue,
    metrics: async () =>
      metrics.expose({
        isReady: isReady(),
        overdue: watchdog.overdue(),
        connections: connectionsOf(outside),
        signingKey: signingKey.inUse(),
        status: await status(),
      }),
    status,
    onError: (error) => log.error({ error }, 'request failed'),
  })
  closing.defer(server.close)
  log.info({ port: server.port }, 'probes are served')

  prepared = await untilPrepared(config, outside.pool, log, signals.stop)
  if (!prepared) return
  log.info(await startUpSummary(config, version, outside.pool, status), 'following')

  const holder = randomUUID()
  const { leasePool } = outside
  const bells = createBells(config)
  const orders = watchOrders(outside.pool, log, bells.ringAll)
  const ended = new AbortController()
  const hours = createSchedule(EVERY_HOUR)
  const beside = Promise.all([
    orders.watch(ended.signal),
    tellHourly({ next: hours.next, status, totals: metrics.totals, log }, ended.signal),
  ])
  closing.defer(async () => {
    await beside
    hours.end()
  })
  closing.defer(() => ended.abort())
  await keepLoops(
    {
      keep: (names, lengthMs) => keepLeases(leasePool, names, holder, lengthMs),
      release: (names) => releaseLeases(leasePool, names, holder),
      now: () => performance.now(),
      log,
    },
    allLoops({ config, outside, log, watchdog, metrics, bells, orders }),
    signals,
  )
  log.info({}, 'stopped')
}
