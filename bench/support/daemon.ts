/**
 * The daemon as production runs it: these flags and this cache are those of the image, for a
 * container of 384 MiB. The heap may have three quarters of that, the young generation and
 * malloc's arenas are kept small, and what Node has compiled once is there at the next start.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Child, startChild } from './child.ts'

const MAIN = join(import.meta.dirname, '../../src/main.ts')

export const NODE_FLAGS = ['--max-semi-space-size=2', '--max-old-space-size=288']

let compileCache: string | undefined

/** @param env settings of the daemon, and no others */
export function startDaemon(env: Readonly<Record<string, string>>): Child {
  compileCache ??= warmCache()
  return start(env, compileCache)
}

/** The same without the cache: what a first start costs where no image brings it. */
export function startDaemonCold(env: Readonly<Record<string, string>>): Child {
  return start(env)
}

/** Any other command, as the image runs it. */
export function startCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Child {
  compileCache ??= warmCache()
  return start(env, compileCache, args)
}

/** Compiles all of the program once, and makes the first start that is measured like the others. */
export async function warmUpDaemon(): Promise<void> {
  await using once = startCommand(['--version'], {})
  await once.ended
}

function start(
  env: Readonly<Record<string, string>>,
  cache?: string,
  args: readonly string[] = [],
): Child {
  return startChild({
    script: MAIN,
    nodeFlags: NODE_FLAGS,
    args,
    env: {
      PORT: '0',
      MALLOC_ARENA_MAX: '2',
      ...env,
      ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }),
    },
  })
}

function warmCache(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hendelsesfolger-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
