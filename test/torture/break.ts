/** Carries out the plan: processes, network, APIs and Postgres are broken side by side. */
import { sleep } from '../../src/lib/abort.ts'
import { breakConnections } from './break-connections.ts'
import { crashPostgres, terminateConnections } from './break-postgres.ts'
import { breakProcesses } from './break-processes.ts'
import type { Options } from './options.ts'
import { upstreamFaults } from './plan.ts'
import { LATENCY_MS, type Stage } from './stage.ts'

/** How often each thing was done. */
export type Broken = Record<
  | 'kills'
  | 'losses'
  | 'stops'
  | 'freezes'
  | 'crashes'
  | 'terminated'
  | 'resets'
  | 'stalls'
  | 'storms',
  number
>

export function nothingBroken(): Broken {
  return {
    kills: 0,
    losses: 0,
    stops: 0,
    freezes: 0,
    crashes: 0,
    terminated: 0,
    resets: 0,
    stalls: 0,
    storms: 0,
  }
}

/** Runs until all kills and crashes are done, or `signal` aborts; then nothing is broken any more. */
export async function breakThings(
  stage: Stage,
  options: Options,
  broken: Broken,
  signal: AbortSignal,
): Promise<void> {
  const done = new AbortController()
  const over = AbortSignal.any([signal, done.signal])
  const beside = Promise.all([
    breakConnections(stage, options, broken, over),
    breakUpstream(stage, options, broken, over),
    terminateConnections(stage, options, broken, over),
  ])
  await Promise.all([
    breakProcesses(stage, options, broken, signal),
    crashPostgres(stage, options, broken, signal),
  ])
  done.abort()
  await beside
}

async function breakUpstream(
  { simulator }: Stage,
  { seed }: Options,
  broken: Broken,
  signal: AbortSignal,
): Promise<void> {
  for (const fault of upstreamFaults(seed)) {
    await sleep(fault.waitMs, signal)
    if (signal.aborted) return
    switch (fault.kind) {
      case 'slow':
        simulator.setLatency(fault.latencyMs, { kind: 'oppslag' })
        await sleep(fault.forMs, signal)
        simulator.setLatency(LATENCY_MS)
        break
      case 'storm': {
        broken.storms += 1
        const storm = simulator.faults.add(fault.match, fault.fault, fault.options)
        await sleep(fault.forMs, signal)
        storm.end()
      }
    }
  }
}
