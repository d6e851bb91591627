/**
 * What the demo starts: Postgres, a simulated Skatteetaten with Maskinporten, and the daemon.
 *
 * The daemon is a process of its own, with settings from its environment and no others, as users
 * run it. The simulator is in this process, so that the tables can be compared with its truth.
 */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { aborted } from '../../src/lib/abort.ts'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { type Simulator, startSimulator } from '../simulator/simulator.ts'
import { type DaemonProcess, startDaemon } from '../support/daemon.ts'
import { startEmbeddedPostgres } from '../support/embedded-postgres.ts'
import { freePort } from '../support/free-port.ts'
import { counted } from './table.ts'
import type { Terminal } from './terminal.ts'

/** One with five oppslagstjenester, one with months for periods, two with organisations too. */
export const LISTER = [
  'skatteoppgjoer',
  'skattemelding-fastsatt',
  'inntekt',
  'naeringsspesifikasjon',
  'tilleggsskatt',
]

const LATENCY_MS = { min: 20, max: 40 }

export type Stage = {
  readonly databaseUrl: string
  readonly pool: Pool
  readonly simulator: Simulator
  /** Publishes that many new events, over all lists. */
  readonly addMore: (hendelser: number) => void
  readonly daemon: DaemonProcess
}

/**
 * @param hendelser events that are there when the daemon starts
 * @param closing stops everything, the daemon first
 * @returns when the daemon follows
 */
export async function setStage(
  { hendelser, port: wanted }: { readonly hendelser: number; readonly port: number },
  { say, heading }: Terminal,
  closing: AsyncDisposableStack,
  stop: AbortSignal,
): Promise<Stage> {
  const port = wanted === 0 ? await freePort() : await untaken(wanted)
  heading('Starting')
  say('  Postgres    a server of its own, gone when the demo ends')
  const postgres = await startEmbeddedPostgres({ fsync: false })
  closing.defer(postgres.stop)
  stop.throwIfAborted()

  const simulator = await startSimulator({ katalog: loadKatalog(), latencyMs: LATENCY_MS })
  closing.use(simulator)
  const addMore = simulator.populate({
    hendelser,
    lister: LISTER,
    slettet: 0.03,
    ingenData: 0.02,
    skjermet: 0.01,
  })
  say(
    `  Simulator   Skatteetaten and Maskinporten at ${simulator.url}, synthetic data:\n` +
      `              ${counted(hendelser, 'event')} in ${LISTER.length} hendelseslister, a third of them repeats;\n` +
      `              each call is answered after ${LATENCY_MS.min} to ${LATENCY_MS.max} ms`,
  )
  const pool = createPool({
    connection: { kind: 'url', url: postgres.url },
    max: 2,
    onIdleError: () => undefined,
  })
  closing.defer(() => pool.end())

  say(
    `  Daemon      node src/main.ts, probes at http://127.0.0.1:${port}/isready, follows\n` +
      `              ${LISTER.join(', ')}`,
  )
  const daemon = startDaemon({
    ...simulator.settings({ lister: LISTER }),
    DATABASE_URL: postgres.url,
    PORT: String(port),
    // Every second; every minute is the default.
    LES_PLAN: '* * * * * *',
    // "No data" where there was data is asked again at once, not after ten minutes.
    BEKREFT_INGEN_DATA_ETTER: '0s',
    SHUTDOWN_TIMEOUT_SECONDS: '5',
  })
  closing.defer(async () => {
    daemon.kill('SIGTERM')
    await daemon.ended
  })
  await Promise.race([daemon.said('"following"'), daemon.ended, aborted(stop)])
  return { databaseUrl: postgres.url, pool, simulator, addMore, daemon }
}

/** @throws when another process has the port */
async function untaken(port: number): Promise<number> {
  const probe = createServer()
  try {
    await once(probe.listen(port, '0.0.0.0'), 'listening')
    await once(probe.close(), 'close')
    return port
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new Error(
      `the daemon can't have port ${port} for its probes (PORT=${port}): ` +
        `${why === 'EADDRINUSE' ? 'another process listens there' : why}.\n` +
        `Choose another with --port, or 0 for any free one: npm run demo -- --port 0`,
      { cause: error },
    )
  }
}
