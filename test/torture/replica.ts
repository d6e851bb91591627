/**
 * A daemon that is always there: whenever it ends another one is started in its place.
 *
 * Two promises are watched here: no daemon ends that was not told to (P13), and one that was told
 * to by SIGTERM ends with 0 (P11). What it wrote is handed on when it has ended.
 */
import { aborted, sleep } from '../../src/lib/abort.ts'
import { type DaemonProcess, startDaemon } from '../support/daemon.ts'
import type { Aim } from './plan.ts'

/** What its output tells. */
type Reached = Exclude<Aim, 'calling'>

export type Replica = {
  readonly isFrozen: () => boolean
  /** Resolves when it has come that far, or it takes too long. */
  readonly hasCome: (aim: Reached, signal: AbortSignal) => Promise<void>
  /** kill -9. Resolves when the next one has been started. */
  readonly kill: () => Promise<void>
  /** SIGTERM, and the next one. */
  readonly stop: () => Promise<void>
  /** SIGSTOP, and SIGCONT after `ms` or when `signal` aborts. */
  readonly freeze: (ms: number, signal: AbortSignal) => Promise<void>
  /** SIGTERM, and no other one after it. */
  readonly end: () => Promise<void>
}

/** What a daemon says when it has come that far. */
const SAYS: Readonly<Record<Reached, string>> = {
  started: '',
  serving: 'probes are served',
  following: '"following"',
  working: 'page stored',
}

/** How long it is waited for: a standby stores no pages, and without Postgres nobody follows. */
const WITHIN_MS: Readonly<Record<Reached, number>> = {
  started: 0,
  serving: 60_000,
  following: 3_000,
  working: 2_500,
}

const LOOK_EVERY_MS = 20

/** Far beyond SHUTDOWN_TIMEOUT_SECONDS: a daemon that lives on by then hangs. */
const STOPS_WITHIN_MS = 60_000

type Told = 'SIGKILL' | 'SIGTERM'
type Life = { readonly daemon: DaemonProcess; told: Told | undefined; gone: Promise<void> }

/** @param violated told of a broken promise; `wrote` of all that one daemon has written */
export function startReplica(
  settings: Readonly<Record<string, string>>,
  { violated, wrote }: { violated: (text: string) => void; wrote: (output: string) => void },
): Replica {
  let isOver = false
  let isFrozen = false
  let life = begin()

  function begin(): Life {
    const daemon = startDaemon(settings)
    const begun: Life = { daemon, told: undefined, gone: Promise.resolve() }
    begun.gone = daemon.ended.then(({ code, output }) => {
      wrote(output)
      if (begun.told === undefined) {
        violated(`P13: a daemon ended by itself with ${code}:\n${lastLines(output)}`)
      } else if (begun.told === 'SIGTERM' && code !== 0) {
        violated(`P11: SIGTERM ended with ${code} and not with 0:\n${lastLines(output)}`)
      }
      if (!isOver) life = begin()
    })
    return begun
  }

  async function tell(signal: Told): Promise<void> {
    const { daemon, gone } = life
    life.told = signal
    daemon.kill(signal)
    await gone
  }

  async function terminate(): Promise<void> {
    const { daemon, gone } = life
    const patience = new AbortController()
    const isLate = sleep(STOPS_WITHIN_MS, patience.signal).then(() => {
      if (patience.signal.aborted) return
      violated(
        `P11: SIGTERM did not end it within ${STOPS_WITHIN_MS} ms:\n${lastLines(daemon.output())}`,
      )
      daemon.kill('SIGKILL')
    })
    await tell('SIGTERM')
    await gone
    patience.abort()
    await isLate
  }

  return {
    isFrozen: () => isFrozen,
    async hasCome(aim, signal) {
      const { daemon } = life
      const from = aim === 'working' ? daemon.output().length : 0
      const patience = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS[aim])])
      while (!patience.aborted && daemon.output().indexOf(SAYS[aim], from) < 0) {
        await sleep(LOOK_EVERY_MS, patience)
      }
    },
    kill: () => tell('SIGKILL'),
    stop: terminate,
    async freeze(ms, signal) {
      isFrozen = true
      const { daemon } = life
      daemon.kill('SIGSTOP')
      await Promise.race([sleep(ms, signal), aborted(signal)])
      daemon.kill('SIGCONT')
      isFrozen = false
    },
    end() {
      if (isOver) return life.gone
      isOver = true
      return terminate()
    },
  }
}

function lastLines(output: string): string {
  return output.split('\n').slice(-12).join('\n')
}
