/** A script of the project as a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { cpuSeconds, peakRssMb, rssMb } from './processes.ts'

export type Child = AsyncDisposable & {
  readonly cpuSeconds: () => number
  /** The most so far, in MB. */
  readonly peakRssMb: () => number
  readonly rssMb: () => number
  /** Everything written so far, both streams. */
  readonly output: () => string
  /** The first line written that matches; rejects when the process ends without. */
  readonly said: (pattern: RegExp) => Promise<RegExpExecArray>
  /** Whether it still runs. */
  readonly runs: () => boolean
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>
  /** SIGKILL. */
  readonly kill: () => void
  /** Has it finish, and waits. @throws where it does not end with exit code 0 */
  readonly stop: () => Promise<void>
}

export type ChildOptions = {
  readonly script: string
  readonly nodeFlags?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
}

export function startChild({
  script,
  nodeFlags = [],
  args = [],
  env = {},
  stdin = '',
}: ChildOptions): Child {
  const child = spawn(process.execPath, [...nodeFlags, script, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'pipe',
  })
  const pid = child.pid ?? Number.NaN
  const lines: string[] = []
  const looking = new Set<() => void>()
  const look = () => {
    for (const one of looking) one()
  }
  for (const stream of [child.stdout, child.stderr]) collect(stream, lines, look)
  let hasEnded = false
  const ended = once(child, 'close').then(() => {
    hasEnded = true
    look()
  })
  // One that ends before it has read all says why itself.
  child.stdin.on('error', () => undefined).end(stdin)

  const output = () => lines.join('\n')
  return {
    cpuSeconds: () => cpuSeconds(pid),
    peakRssMb: () => peakRssMb(pid),
    rssMb: () => rssMb(pid),
    output,
    runs: () => !hasEnded,
    ended,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const search = () => {
          const found = lines.map((line) => pattern.exec(line)).find((match) => match !== null)
          if (found === undefined && !hasEnded) return
          looking.delete(search)
          if (found) resolve(found)
          else reject(new Error(`${script} ended early:\n${output()}`))
        }
        looking.add(search)
        search()
      }),
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      child.kill('SIGTERM')
      await ended
      if (child.exitCode === 0) return
      throw new Error(`${script} ended with ${child.exitCode}:\n${output()}`)
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function collect(stream: Readable, lines: string[], look: () => void): void {
  createInterface({ input: stream }).on('line', (line) => {
    lines.push(line)
    look()
  })
}
