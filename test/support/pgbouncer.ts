/** Debian's pgbouncer in transaction mode, in front of a Postgres, for as long as a test needs it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'
import { postgresUser, temporaryParent } from './postgres-programs.ts'

export type Pgbouncer = AsyncDisposable & {
  /** The same database, through it. */
  readonly url: string
}

const PROGRAMS = ['pgbouncer', '/usr/sbin/pgbouncer']

/** @returns why there is no pgbouncer here; undefined when there is one */
export function whyNoPgbouncer(): string | undefined {
  return program() === undefined
    ? 'the program pgbouncer is not installed: apt-get install pgbouncer'
    : undefined
}

function program(): string | undefined {
  return PROGRAMS.find((path) => spawnSync(path, ['--version']).status === 0)
}

/** @param serverConnections to Postgres at most, however many clients there are */
export async function startPgbouncer(
  databaseUrl: string,
  { serverConnections }: { readonly serverConnections: number },
): Promise<Pgbouncer> {
  // It refuses to run as root, as Postgres does.
  const user = postgresUser()
  const folder = await mkdtemp(join(temporaryParent(user), 'pgbouncer-'))
  await chmod(folder, 0o711)
  const port = await freePort()
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(file, settings(new URL(databaseUrl), port, serverConnections))
  const child = spawn(program() ?? 'pgbouncer', [file], {
    ...user,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // Not left behind by a test that is cut short.
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  await isUp(child)

  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${port}`
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      process.off('exit', end)
      if (child.exitCode === null) {
        child.kill('SIGQUIT')
        await once(child, 'exit')
      }
      await rm(folder, { recursive: true })
    },
  }
}

function settings(server: URL, port: number, serverConnections: number): string {
  const login = `user=${server.username} password=${decodeURIComponent(server.password)}`
  return `
    [databases]
    * = host=${server.hostname} port=${server.port || 5432} ${login}
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = ${port}
    unix_socket_dir =
    auth_type = any
    pool_mode = transaction
    default_pool_size = ${serverConnections}
    max_db_connections = ${serverConnections}
  `.replaceAll(/^ +/gm, '')
}

async function isUp(child: ChildProcess): Promise<void> {
  const said: string[] = []
  if (child.stderr === null) throw new Error('pgbouncer has no output')
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line)
    if (line.includes('process up')) break
  }
  if (child.exitCode !== null) throw new Error(`pgbouncer did not start:\n${said.join('\n')}`)
  child.stderr.resume()
}
