/**
 * Runs loops while this replica holds their leases.
 *
 * in:   named loops, and the leases in Postgres
 * out:  each loop running in one replica at a time
 *
 * P6. A lease is renewed twice a second and runs for two and a half; one that another replica has is
 * tried for four times a second. When it can't be renewed, its loop is told to drop what is in flight
 * before another replica can take it over. A process that was frozen for longer asks `isHeld` before
 * it begins a call: its timers come late.
 */
import { sleep } from '../lib/abort.ts'
import type { Log } from '../lib/log.ts'

export type LeasedLoop = {
  readonly name: string
  /** Runs until `abort` aborts, or, with the work in hand finished, until `stop` does. Rejects only on a bug. */
  readonly run: (signals: LeaseSignals) => Promise<void>
}

export type LeaseSignals = {
  /** Finish the work in hand and return. */
  readonly stop: AbortSignal
  /** Drop it. */
  readonly abort: AbortSignal
  /** Whether the lease is ours now. */
  readonly isHeld: () => boolean
}

export type LeaseKeeperDeps = {
  /** Renews and takes what can be had. @returns the names held for LEASE_MS from when the call began */
  readonly keep: (names: readonly string[], lengthMs: number) => Promise<ReadonlySet<string>>
  readonly release: (names: readonly string[]) => Promise<void>
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  readonly log: Log
}

/** After a kill the next replica runs within this and one CHECK_MS. */
const LEASE_MS = 2_500
const RENEW_MS = 500
/** A loop is told to drop its calls this long before its lease ends, looked for every CHECK_MS. */
const MARGIN_MS = 750
const CHECK_MS = 250

type Running = { readonly lost: AbortController; ended: Promise<void>; heldUntil: number }

/** Runs until `stop` aborts; then lets the loops finish, and gives the leases back. */
export async function keepLoops(
  { keep, release, now, log }: LeaseKeeperDeps,
  loops: readonly LeasedLoop[],
  { stop, abort }: { readonly stop: AbortSignal; readonly abort: AbortSignal },
): Promise<void> {
  const running = new Map<string, Running>()
  let failures = 0

  function start(loop: LeasedLoop, heldUntil: number): void {
    const lost = new AbortController()
    const mine: Running = { lost, ended: Promise.resolve(), heldUntil }
    running.set(loop.name, mine)
    mine.ended = loop
      .run({
        stop,
        abort: AbortSignal.any([abort, lost.signal]),
        isHeld: () => now() < mine.heldUntil,
      })
      .finally(() => running.delete(loop.name))
  }

  async function renew(names: readonly string[]): Promise<void> {
    const heldUntil = now() + LEASE_MS - MARGIN_MS
    const held = await tryToKeep(names)
    const taken: string[] = []
    for (const loop of loops) {
      const mine = running.get(loop.name)
      if (!held.has(loop.name)) continue
      if (mine) mine.heldUntil = heldUntil
      else if (!stop.aborted) {
        start(loop, heldUntil)
        taken.push(loop.name)
      }
    }
    if (taken.length > 0) log.info({ loops: taken }, 'leases taken')
  }

  /** Tried twice a second: that it fails is said once, and so is that it is over. */
  async function tryToKeep(names: readonly string[]): Promise<ReadonlySet<string>> {
    try {
      const held = await keep(names, LEASE_MS)
      if (failures > 0) log.info({ failures }, 'leases renewed again')
      failures = 0
      return held
    } catch (error) {
      failures += 1
      if (failures === 1) log.warn({ error }, 'leases not renewed')
      return new Set()
    }
  }

  function dropLost(): void {
    for (const [name, { lost, heldUntil }] of running) {
      if (now() < heldUntil || lost.signal.aborted) continue
      log.warn({ loop: name }, 'lease lost')
      lost.abort()
    }
  }

  /** Renews until `signal` aborts. A database that does not answer must not keep us from seeing the end come. */
  async function keepUntil(signal: AbortSignal, names: () => readonly string[]): Promise<void> {
    let renewedAt = -Infinity
    let renewing: Promise<void> | undefined
    while (!signal.aborted) {
      const wait = names().every((name) => running.has(name)) ? RENEW_MS : CHECK_MS
      if (renewing === undefined && now() - renewedAt >= wait) {
        renewedAt = now()
        renewing = renew(names()).finally(() => {
          renewing = undefined
        })
      }
      dropLost()
      await sleep(CHECK_MS, signal)
    }
    await renewing
  }

  const all = loops.map(({ name }) => name)
  await keepUntil(stop, () => all)

  // What is in hand is still ours until it is finished.
  const finished = new AbortController()
  const allEnded = Promise.all([...running.values()].map(({ ended }) => ended)).finally(() =>
    finished.abort(),
  )
  await keepUntil(finished.signal, () => [...running.keys()])
  await allEnded
  // Without the database they run out by themselves.
  await release(all).catch((error: unknown) => log.warn({ error }, 'leases not given back'))
}
