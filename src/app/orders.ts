/**
 * What operators have commanded, as this replica last saw it.
 *
 * in:   folger.ordre and folger.pause, looked at once a second
 * out:  who is paused; and a ring of every bell when there is something new
 *
 * Every replica looks, whatever it holds the lease of: a command takes effect within two seconds,
 * wherever its loop runs or is about to run.
 */
import { sleep } from '../lib/abort.ts'
import { supervise } from '../lib/supervise.ts'
import type { Log } from '../lib/log.ts'
import type { Pool } from '../store/pool.ts'
import { loadOrders, type OperatorPause, type Orders } from '../store/orders.ts'

export type OperatorOrders = {
  /** Also true until they have been seen for the first time: a pause outlives a restart. */
  readonly isPaused: (art: 'liste' | 'api', navn: string, konsument: string) => boolean
  /** Looks until `signal` aborts. */
  readonly watch: (signal: AbortSignal) => Promise<void>
}

const EVERY_MS = 1_000

/** @param onChange called for each change, the first look included */
export function watchOrders(pool: Pool, log: Log, onChange: () => void): OperatorOrders {
  let seen: Orders | undefined

  async function look(): Promise<void> {
    const orders = await loadOrders(pool)
    const isNew = orders.nummer !== seen?.nummer
    seen = orders
    if (!isNew) return
    log.info({ ordre: orders.nummer, pauser: orders.pauses.length }, 'orders of operators seen')
    onChange()
  }

  return {
    isPaused: (art, navn, konsument) =>
      seen === undefined || seen.pauses.some((one) => isAbout(one, art, navn, konsument)),
    watch: (signal) =>
      supervise(
        async () => {
          while (!signal.aborted) {
            await look()
            await sleep(EVERY_MS, signal)
          }
        },
        {
          onFailure: (error, failures, waitMs) =>
            log.warn({ error, failures, waitMs }, 'orders of operators not seen'),
          onRecovery: (failures) => log.info({ failures }, 'orders of operators are seen again'),
        },
        signal,
      ),
  }
}

function isAbout(pause: OperatorPause, art: string, navn: string, konsument: string): boolean {
  const isWhom = pause.konsument === '*' || pause.konsument === konsument
  return isWhom && (pause.art === 'alt' || (pause.art === art && pause.navn === navn))
}
