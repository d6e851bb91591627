/** kill -9, lost machines, SIGTERM, and SIGSTOP for longer than a lease. */
import { sleep } from '../../src/lib/abort.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { Broken } from './break.ts'
import type { Options } from './options.ts'
import { type ProcessFault, processFaults } from './plan.ts'
import type { Stage } from './stage.ts'

/** Runs until all kills are done, or `signal` aborts; then nobody is frozen any more. */
export async function breakProcesses(
  { simulator, replicas, postgresProxies }: Stage,
  { seed, kills }: Options,
  broken: Broken,
  signal: AbortSignal,
): Promise<void> {
  const thawing = new Set<Promise<void>>()

  async function breakOne({ kind, replica, aim, afterMs, count, forMs }: ProcessFault) {
    while (replicas.every((one) => one.isFrozen())) await Promise.race(thawing)
    const inTurn = [...replicas.slice(replica), ...replicas.slice(0, replica)]
    const [target, ...others] = inTurn.filter((one) => !one.isFrozen())
    if (target === undefined) return
    // Before it serves its probes a process has no handler for SIGTERM yet.
    if (kind === 'stop') await target.hasCome('serving', signal)
    await (aim === 'calling' ? callsAreInFlight(simulator, signal) : target.hasCome(aim, signal))
    await sleep(afterMs, signal)
    if (signal.aborted) return
    switch (kind) {
      case 'kill':
        broken.kills += 1
        return target.kill()
      case 'lose':
        broken.losses += 1
        postgresProxies[replicas.indexOf(target)]?.lose()
        return target.kill()
      case 'stop':
        broken.stops += 1
        return target.stop()
      case 'freeze':
        for (const one of [target, ...others].slice(0, count)) {
          broken.freezes += 1
          const thawed = one.freeze(forMs, signal).finally(() => thawing.delete(thawed))
          thawing.add(thawed)
        }
    }
  }

  for (const fault of processFaults(seed, replicas.length)) {
    if (broken.kills >= kills || signal.aborted) break
    await breakOne(fault)
  }
  await Promise.all(thawing)
}

const LOOK_EVERY_MS = 5
const WITHIN_MS = 3_000

/** Resolves when some API has several calls in flight, or it takes too long. */
async function callsAreInFlight({ calls, katalog }: Simulator, signal: AbortSignal): Promise<void> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)])
  const apis = [...katalog.oppslag.values()].map(({ vert }) => vert)
  while (!patience.aborted && apis.every((vert) => calls.inFlight(vert) < 3)) {
    await sleep(LOOK_EVERY_MS, patience)
  }
}
