/** An installed Postgres with its tools: pg_dump works only with servers of its own version or older. */
import { execFile } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const NEEDED = ['initdb', 'postgres', 'pg_dump', 'pg_restore']

/** Where Debian, Red Hat's packages of Postgres and Homebrew have them. */
const FOLDERS = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/{opt/homebrew,usr/local}/opt/postgresql@*/bin',
]

/** The newest installation that has them all; undefined: there is none. */
export function postgresTools(): string | undefined {
  return globSync(FOLDERS)
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .findLast((folder) => NEEDED.every((program) => existsSync(join(folder, program))))
}

export const NO_POSTGRES_TOOLS = `no installation has all of ${NEEDED.join(', ')}: apt-get install postgresql`

/** @throws with what the tool says, when it fails */
export async function runTool(tools: string, name: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)(join(tools, name), args)
}
