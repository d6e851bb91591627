/** The daemon as a process of its own, as users run it: settings in, exit code and output out. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { createBell } from '../../src/lib/bell.ts'

const MAIN = join(import.meta.dirname, '../../src/main.ts')

export type Ended = { readonly code: number | null; readonly output: string }

export type DaemonProcess = AsyncDisposable & {
  /** Everything written so far, both streams. */
  readonly output: () => string
  /** Resolves when a line that holds `text` has been written; rejects when the process ends without. */
  readonly said: (text: string) => Promise<void>
  readonly kill: (signal: NodeJS.Signals) => void
  readonly ended: Promise<Ended>
}

/** As `npm start` and the image have it. */
const FLAGS = ['--max-semi-space-size=2']

/** Starts `hendelsesfolger ...args` with these settings and no others. */
export function startDaemon(
  settings: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  input?: string,
): DaemonProcess {
  return startProcess(
    process.execPath,
    [...FLAGS, MAIN, ...args],
    { PORT: '0', ...settings },
    input,
  )
}

/** Starts any program with this environment and no other, but for PATH. */
export function startProcess(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  input?: string,
): DaemonProcess {
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.end(input)
  const lines: string[] = []
  const never = new AbortController().signal
  const bell = createBell()
  for (const stream of [child.stdout, child.stderr]) collect(stream, lines, bell.ring)

  const ended = endOf(child, lines)
  let hasEnded = false
  void ended.then(() => {
    hasEnded = true
    bell.ring()
  })
  return {
    output: () => lines.join('\n'),
    async said(text) {
      while (!lines.some((line) => line.includes(text))) {
        if (hasEnded) throw new Error(`it ended without saying "${text}":\n${lines.join('\n')}`)
        await bell.wait(1_000, never)
      }
    },
    kill: (signal) => void child.kill(signal),
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Runs a command to its end, with `input` on its standard input. */
export async function runCommand(
  settings: Readonly<Record<string, string>>,
  args: readonly string[],
  input?: string,
): Promise<Ended> {
  await using process = startDaemon(settings, args, input)
  return await process.ended
}

function collect(stream: Readable, lines: string[], tell: () => void): void {
  createInterface({ input: stream }).on('line', (line) => {
    lines.push(line)
    tell()
  })
}

async function endOf(child: ChildProcess, lines: readonly string[]): Promise<Ended> {
  await once(child, 'close')
  return { code: child.exitCode, output: lines.join('\n') }
}
