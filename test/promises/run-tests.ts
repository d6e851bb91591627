/** Runs tests by name in a checkout, and tells of each how it ended. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

export type Ended = {
  readonly ok: boolean
  /** Why it failed; empty where it passed. */
  readonly failureType: string
  /** The code or else the class of what it threw; empty where it has neither. */
  readonly kind: string
  /** The whole report of it. */
  readonly report: string
}

export type TestRun = {
  readonly exitCode: number | null
  readonly output: string
  /** By name, those that ran. */
  readonly tests: ReadonlyMap<string, Ended>
}

/** Longer than any test of the project may take by its own limit. */
const HANGS_AFTER_MS = 200_000
const FOR_EACH_MORE_MS = 5_000

/** @throws when `signal` aborts, or when the tests hang */
export async function runTests(
  path: string,
  tests: readonly { readonly file: string; readonly name: string }[],
  signal: AbortSignal,
): Promise<TestRun> {
  const patterns = tests.map(({ name }) => `--test-name-pattern=^${RegExp.escape(name)}$`)
  const setup = '--test-global-setup=test/support/global-setup.ts'
  const files = new Set(tests.map(({ file }) => file))
  const child = spawn(
    process.execPath,
    ['--test', '--test-reporter=tap', setup, ...patterns, ...files],
    // A group of its own, so that nothing the tests have started outlives them.
    { cwd: path, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  )
  const hangs = AbortSignal.timeout(HANGS_AFTER_MS + (tests.length - 1) * FOR_EACH_MORE_MS)
  const enough = AbortSignal.any([signal, hangs])
  const end = (): void => killGroup(child)
  enough.addEventListener('abort', end)
  const [output, complaints] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  enough.removeEventListener('abort', end)
  signal.throwIfAborted()
  if (hangs.aborted) throw new Error(`the tests hang:\n${output}\n${complaints}`)
  return { exitCode: child.exitCode, output: `${output}\n${complaints}`, tests: endingsIn(output) }
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

/** Those of a suite are set in, by as much as all that is told of them. */
const ENDING = /^( *)(not )?ok \d+ - (.*)\n\1 {2}---\n([^]*?)\n\1 {2}\.\.\.$/gm

/** @param tap what Node's own reporter writes in the Test Anything Protocol */
export function endingsIn(tap: string): ReadonlyMap<string, Ended> {
  const endings = [...tap.matchAll(ENDING)].map(([, setIn = '', not, name = '', told = '']) => {
    const report = told.replaceAll(new RegExp(`^${setIn}`, 'gm'), '')
    const code = fieldOf(report, 'code')
    return [
      name.replaceAll(/\\([\\#])/g, '$1'),
      {
        ok: not === undefined,
        failureType: fieldOf(report, 'failureType'),
        // An error without a code of its own is given this one.
        kind: code === 'ERR_TEST_FAILURE' ? fieldOf(report, 'name') : code,
        report,
      },
    ] as const
  })
  return new Map(endings)
}

function fieldOf(report: string, field: string): string {
  return new RegExp(`^ {2}${field}: '(.*)'$`, 'm').exec(report)?.[1] ?? ''
}
