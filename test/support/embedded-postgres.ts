/**
 * A real Postgres server without Docker and without an installation, for tests and for the demo.
 *
 * Promises:
 *   1. It runs for an ordinary user and for root, wherever the checkout lies.
 *   2. It listens on 127.0.0.1 alone, behind a password.
 *   3. It does not outlive the process that started it, however that process ends, and it does not
 *      keep that process alive.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { freePort } from './free-port.ts'
import { dataIn, openCluster } from './postgres-cluster.ts'
import { end, type Launch, run, serverUrl, watch } from './postgres-process.ts'
import { postgresPrograms, postgresUser, temporaryParent } from './postgres-programs.ts'

export type EmbeddedPostgresOptions = {
  /** Kept, and used again by the next start. Without it the data is gone after stop(). */
  readonly dataDir?: string
  readonly port?: number
  /** False is faster, and loses data only when the machine crashes, not when Postgres does. */
  readonly fsync?: boolean
  readonly settings?: Readonly<Record<string, string>>
  readonly logFile?: string
  /** The folder of initdb and postgres, where they are not to be those of the npm package. */
  readonly programs?: string
}

export type EmbeddedPostgres = {
  /** As superuser, to the database `postgres`. */
  readonly url: string
  readonly port: number
  readonly logFile: string
  /** Shuts down in order, waits for the end and removes what was temporary. */
  readonly stop: () => Promise<void>
  /** Crashes it: all connections are cut, and the next start has to recover. */
  readonly kill: () => Promise<void>
  /** Starts it again on the same port and data, after kill() or while it runs. */
  readonly restart: () => Promise<void>
}

export async function startEmbeddedPostgres({
  dataDir,
  port,
  fsync = true,
  settings = {},
  logFile,
  programs: otherPrograms,
}: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  const user = postgresUser()
  const temporary = await mkdtemp(join(temporaryParent(user), 'hendelsesfolger-postgres-'))
  const home = resolve(dataDir ?? temporary)
  const watchdog = watch(dataIn(home), temporary)
  const cleanUp = async () => {
    watchdog.kill('SIGKILL')
    await rm(temporary, { recursive: true, force: true })
  }
  try {
    await chmod(temporary, 0o711)
    const programs = otherPrograms ?? (await postgresPrograms(user, temporary))
    const launch: Launch = {
      programs,
      user,
      cluster: await openCluster(home, programs, user),
      port: port ?? (await freePort()),
      settings: { ...(fsync ? {} : { fsync: 'off', full_page_writes: 'off' }), ...settings },
      logFile: logFile ?? join(home, 'postgres.log'),
    }
    let server = await run(launch)

    return {
      url: serverUrl(launch),
      port: launch.port,
      logFile: launch.logFile,
      stop: async () => {
        await end(server, 'SIGINT')
        await cleanUp()
      },
      kill: () => end(server, 'SIGQUIT'),
      restart: async () => {
        await end(server, 'SIGINT')
        server = await run(launch)
      },
    }
  } catch (error) {
    await cleanUp()
    throw error
  }
}
