/** What the torture is done to: Postgres, a simulated Skatteetaten, and daemons behind fault proxies. */
import { randomBytes } from 'node:crypto'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { createPool, type Pool } from '../../src/store/pool.ts'
import { type Simulator, startSimulator } from '../simulator/simulator.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../support/embedded-postgres.ts'
import { settingsFor } from '../support/following.ts'
import { freePort } from '../support/free-port.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { createLeaks, type Leaks } from './leaks.ts'
import type { Options } from './options.ts'
import { type Replica, startReplica } from './replica.ts'
import { createTrickle, LISTER, type Trickle } from './trickle.ts'

export type Stage = {
  readonly simulator: Simulator
  /** Undefined: a server that is not ours to crash. */
  readonly postgres: EmbeddedPostgres | undefined
  /** Past the proxies. */
  readonly pool: Pool
  readonly apiProxy: FaultProxy
  /** One for each replica. */
  readonly postgresProxies: readonly FaultProxy[]
  readonly replicas: readonly Replica[]
  readonly trickle: Trickle
  readonly leaks: Leaks
}

/** How long the simulator takes to answer. */
export const LATENCY_MS = { min: 5, max: 40 }

const EVENTS_PER_SECOND = 30

export async function setStage(
  { replicas: count, seed, databaseUrl }: Options,
  violated: (text: string) => void,
  closing: AsyncDisposableStack,
): Promise<Stage> {
  const postgres =
    databaseUrl === undefined ? await startEmbeddedPostgres({ fsync: false }) : undefined
  if (postgres) closing.defer(postgres.stop)
  const server = databaseUrl ?? postgres?.url ?? ''
  const url = await createDatabase(server, postgres === undefined, closing)
  const pool = poolOf(url, 8)
  closing.defer(() => pool.end())

  const simulatorPort = await freePort()
  const apiProxy = await startFaultProxy({ host: '127.0.0.1', port: simulatorPort })
  closing.use(apiProxy)
  const simulator = await startSimulator({
    katalog: loadKatalog(),
    seed,
    latencyMs: LATENCY_MS,
    port: simulatorPort,
    url: `http://127.0.0.1:${apiProxy.port}`,
  })
  closing.use(simulator)
  const trickle = createTrickle(simulator, { seed, perSecond: EVENTS_PER_SECOND })
  const leaks = createLeaks(trickle.identifikatorer)

  function wrote(output: string): void {
    const found = leaks.in(output)
    if (found > 0) violated(`P12: ${found} identifikatorer in what a daemon wrote`)
  }
  const replicas: Replica[] = []
  const postgresProxies: FaultProxy[] = []
  closing.defer(async () => {
    await Promise.all(replicas.map((replica) => replica.end()))
  })
  const { hostname, port } = new URL(url)
  for (let i = 0; i < count; i += 1) {
    const proxy = closing.use(await startFaultProxy({ host: hostname, port: Number(port || 5432) }))
    postgresProxies.push(proxy)
    const settings = settingsOf(simulator, through(proxy, url))
    replicas.push(startReplica(settings, { violated, wrote }))
  }
  return { simulator, postgres, pool, apiProxy, postgresProxies, replicas, trickle, leaks }
}

function settingsOf(simulator: Simulator, url: string): Readonly<Record<string, string>> {
  return {
    ...settingsFor(simulator, { url, lister: LISTER }),
    LOG_LEVEL: 'trace',
    SHUTDOWN_TIMEOUT_SECONDS: '5',
    // Numbers that appear late are found within seconds, and however long nobody has read.
    OVERLAPP_PLAN: '*/3 * * * * *',
    OVERLAPP_SEKVENSNUMRE: '3000',
    SIDE_ANTALL: '200',
  }
}

/** A database of its own, so that nothing that was there before is in the way. */
async function createDatabase(
  server: string,
  drop: boolean,
  closing: AsyncDisposableStack,
): Promise<string> {
  const name = `torture_${randomBytes(6).toString('hex')}`
  await query(server, `create database ${name}`)
  if (drop) closing.defer(() => query(server, `drop database ${name} with (force)`))
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function query(url: string, statement: string): Promise<void> {
  const pool = poolOf(url, 1)
  try {
    await pool.query(statement)
  } finally {
    await pool.end()
  }
}

/** By another name than the daemons', whose connections are terminated. */
function poolOf(server: string, max: number): Pool {
  const url = new URL(server)
  url.searchParams.set('application_name', 'torture')
  const connection = { kind: 'url', url: url.href } as const
  return createPool({ connection, max, onIdleError: () => undefined })
}

function through(proxy: FaultProxy, url: string): string {
  const proxied = new URL(url)
  proxied.host = `127.0.0.1:${proxy.port}`
  return proxied.href
}
