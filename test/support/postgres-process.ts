/** The process of an embedded server: started, watched, ended. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { type Cluster, ENVIRONMENT } from './postgres-cluster.ts'
import type { User } from './postgres-programs.ts'

export type Launch = {
  /** The folder of the programs. */
  readonly programs: string
  readonly user: User
  readonly cluster: Cluster
  readonly port: number
  readonly settings: Readonly<Record<string, string>>
  readonly logFile: string
}

export function serverUrl({ cluster, port }: Launch): string {
  return `postgres://postgres:${cluster.password}@127.0.0.1:${port}/postgres`
}

/** Starts Postgres and resolves when it answers. */
export async function run(launch: Launch): Promise<ChildProcess> {
  const { programs, user, cluster, logFile } = launch
  await using log = await open(logFile, 'a', 0o600)
  const { size: logStart } = await log.stat()
  // Detached, so that Ctrl-C in a terminal reaches us and not Postgres under us.
  const server = spawn(join(programs, 'postgres'), ['-D', cluster.data, ...flags(launch)], {
    ...user,
    cwd: '/',
    env: ENVIRONMENT,
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
  })
  await once(server, 'spawn')
  server.unref()

  const deadline = Date.now() + 30_000
  while (server.exitCode === null && server.signalCode === null && Date.now() < deadline) {
    if (await answers(server, serverUrl(launch))) return server
    await delay(25)
  }
  await end(server, 'SIGQUIT')
  const tail = (await readFile(logFile)).subarray(logStart).toString().trim().split('\n').slice(-15)
  throw new Error(`Postgres did not start. The end of its log:\n${tail.join('\n')}`)
}

function flags({ port, settings }: Launch): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    ...settings,
  }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

// Asks for the process id too: the port may be another server's, even one with the same password.
const PROCESS_ID = `select split_part(pg_read_file('postmaster.pid'), chr(10), 1) as pid`

async function answers(server: ChildProcess, url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ pid: string }>(PROCESS_ID)
    return rows[0]?.pid === String(server.pid)
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

export async function end(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.ref()
  const exited = once(server, 'exit')
  server.kill(signal)
  await exited
}

// Its stdin ends when we do, even by SIGKILL, because the kernel closes our end of the pipe.
const WATCH = `
  read -r _
  pid=$(head -n 1 "$1/postmaster.pid") && kill -INT "$pid"
  for _ in $(seq 100); do kill -0 "$pid" || break; sleep 0.1; done
  rm -rf "$2"`

/** When this process has ended: stops the server that runs on `data`, then removes `temporary`. */
export function watch(data: string, temporary: string): ChildProcess {
  const watchdog = spawn('sh', ['-c', WATCH, 'sh', data, temporary], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watchdog.unref()
  return watchdog
}
