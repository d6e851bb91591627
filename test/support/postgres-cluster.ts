/** The data of an embedded server: made by initdb once, found again afterwards. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { canEnter, type User } from './postgres-programs.ts'

export type Cluster = { readonly data: string; readonly password: string }

/** Messages in English and times in UTC, whatever the machine is set to. */
export const ENVIRONMENT = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }

export function dataIn(home: string): string {
  return join(home, 'pgdata')
}

export async function openCluster(home: string, programs: string, user: User): Promise<Cluster> {
  const created = await mkdir(home, { recursive: true })
  if (created !== undefined) await chmod(home, 0o711)
  if (!canEnter(user, home)) {
    throw new Error(
      `${home} must be a folder that the user nobody can enter, because Postgres does not run as root`,
    )
  }
  const data = dataIn(home)
  const passwordFile = join(home, 'password')
  if (!existsSync(data)) await initialise(data, passwordFile, programs, user)
  return { data, password: await readFile(passwordFile, 'utf8') }
}

async function initialise(
  data: string,
  passwordFile: string,
  programs: string,
  user: User,
): Promise<void> {
  // Gets its name when it is complete: an interrupted initdb leaves nothing that looks like data.
  const unfinished = `${data}.new`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await writeFile(passwordFile, randomBytes(16).toString('hex'), { mode: 0o600 })
  if (user.uid !== undefined && user.gid !== undefined) {
    await chown(unfinished, user.uid, user.gid)
    await chown(passwordFile, user.uid, user.gid)
  }
  await promisify(execFile)(
    join(programs, 'initdb'),
    [
      `--pgdata=${unfinished}`,
      `--pwfile=${passwordFile}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...user, cwd: '/', env: ENVIRONMENT },
  )
  await rename(unfinished, data)
}
