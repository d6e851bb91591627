/** Slow, reset, silent and cut connections, through the proxies. */
import { sleep } from '../../src/lib/abort.ts'
import { createRandom, hash } from '../simulator/random.ts'
import type { Broken } from './break.ts'
import type { Options } from './options.ts'
import { networkFaults, type NetworkFault } from './plan.ts'
import type { Stage } from './stage.ts'

/** Runs until `signal` aborts; then every connection is whole. */
export async function breakConnections(
  { apiProxy, postgresProxies }: Stage,
  { seed }: Options,
  broken: Broken,
  signal: AbortSignal,
): Promise<void> {
  const random = createRandom(hash(`${seed} connections`))

  async function breakOne(fault: NetworkFault): Promise<void> {
    const proxy = fault.target === 'api' ? apiProxy : postgresProxies[fault.target]
    switch (fault.kind) {
      case 'slow':
        proxy?.setLatency(fault.latencyMs)
        await sleep(fault.forMs, signal)
        proxy?.setLatency(0)
        break
      case 'reset':
        broken.resets += proxy?.reset(() => random() < fault.share) ?? 0
        break
      case 'stall':
        broken.stalls += 1
        // A question that the network delivers when its asker's lease has long run out can't be
        // called back by anybody, so at the APIs only the answers are held up.
        proxy?.stall(fault.target === 'api' ? ['answers'] : ['requests', 'answers'])
        await sleep(fault.forMs, signal)
        proxy?.goOn()
        break
      case 'cut commit':
        proxy?.cutNextCommit(fault.reaches)
    }
  }

  for (const fault of networkFaults(seed, postgresProxies.length)) {
    await sleep(fault.waitMs, signal)
    if (signal.aborted) break
    await breakOne(fault)
  }
  for (const proxy of [apiProxy, ...postgresProxies]) proxy.heal()
}
