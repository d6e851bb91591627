/**
 * Looks up what is due in one API: next -> look up with at most `slots` in flight -> settle.
 *
 * in:   nøkler that wait in folger.ventende_oppslag
 * out:  settlements: answers to store, nøkler to ask about later or to set aside
 *
 * - P6. Never more than `slots` calls in flight here; that nobody else runs this API is the lease's doing.
 * - There is no batch: a slot takes the next nøkkel when it is free. Answers are settled in one
 *   transaction at a time, with all that have come in meanwhile.
 * - A nøkkel in memory (ready, in flight, or answered and not settled) is never started again.
 */
import pLimit from 'p-limit'
import { Fault } from '../domain/errors.ts'
import { nokkelText, type VentendeOppslag } from '../domain/nokkel.ts'
import type { Svar } from '../domain/svar.ts'
import { sleep } from '../lib/abort.ts'
import type { Bell } from '../lib/bell.ts'
import type { Log } from '../lib/log.ts'
import type { ApiPause } from '../store/api-state.ts'
import type { Settlement } from '../store/settle.ts'
import { afterAnswer, afterFault, OPEN, slotsAt } from './api-state.ts'
import type { Breaker } from './breaker.ts'
import { nextStep } from './retry-policy.ts'

export type ResolverDeps = {
  /** The first `limit` nøkler that are due, those in flight among them. */
  readonly next: (limit: number) => Promise<readonly VentendeOppslag[]>
  /** @throws Fault for whatever is not a documented answer */
  readonly lookUp: (nokkel: VentendeOppslag, signal: AbortSignal) => Promise<Svar>
  readonly settle: (batch: readonly Settlement[]) => Promise<unknown>
  readonly breaker: Breaker
  /** Whether an operator has accepted the wave of deletions that tripped the breaker. */
  readonly isAccepted: () => Promise<boolean>
  /** Told when the API is paused, and, with null, when it answers again. */
  readonly onPause: (pause: ApiPause | null) => void
  /** Rung from outside when nøkler have begun to wait, and from here when a call ends. */
  readonly bell: Bell
  /** Tells that the loop is alive, and that it will tell so again within that many milliseconds. */
  readonly beat: (withinMs: number) => void
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  readonly log: Log
}

export type ResolverSignals = {
  readonly stop: AbortSignal
  readonly abort: AbortSignal
  /** Whether this API is ours to call now. */
  readonly isHeld: () => boolean
}

export type ResolverOptions = {
  readonly api: string
  readonly slots: number
  /** Milliseconds between looks at the table when nobody rings: others may have put work there. */
  readonly idleMs: number
}

/** Ready nøkler beside those in flight: enough to hide the time of `next`, few enough to be fresh. */
const READY_PER_SLOT = 3

/** Answers that may wait for Postgres. Each was a call that would have to be made again. */
const MAX_UNSETTLED = 200

/** The most that an answer waits for others to be settled with. */
const MAX_PAUSE_MS = 50

/**
 * Runs until `stop` aborts, then waits for the calls in flight and settles them. When `abort`
 * aborts, calls in flight are dropped: their nøkler still wait in Postgres. Rejects when Postgres
 * fails, after the last call has ended.
 */
export async function resolve(
  deps: ResolverDeps,
  { api, slots, idleMs }: ResolverOptions,
  { stop, abort, isHeld }: ResolverSignals,
): Promise<void> {
  const limit = pLimit(slots)
  const inMemory = new Set<string>()
  const calls = new Set<Promise<void>>()
  const ended: Settlement[] = []
  const failure = new AbortController()
  const anyAbort = AbortSignal.any([abort, failure.signal])
  const anyStop = AbortSignal.any([stop, anyAbort])
  let state = OPEN
  let isSettling = false
  let settling: Promise<void> | undefined

  async function call(nokkel: VentendeOppslag, key: string): Promise<void> {
    if (anyStop.aborted || !isHeld() || slotsAt(state, slots, deps.now()) === 0) {
      inMemory.delete(key)
      return
    }
    try {
      const svar = await deps.lookUp(nokkel, anyAbort)
      if (!deps.breaker.note(svar.kind !== 'data')) throw deletionWave(api)
      if (state.pauses > 0) {
        deps.log.info({ api, pauses: state.pauses }, 'API answers again')
        deps.onPause(null)
      }
      state = afterAnswer()
      ended.push({ kind: 'answered', nokkel, svar })
    } catch (error) {
      if (!(error instanceof Fault)) {
        inMemory.delete(key)
        if (!anyAbort.aborted) failure.abort(error)
        return
      }
      noteFault(nokkel, error)
    }
    if (!isSettling) settling = settleEnded()
  }

  function noteFault(nokkel: VentendeOppslag, fault: Fault): void {
    const before = state
    state = afterFault(state, fault, deps.now(), Math.random())
    const step = nextStep(fault, nokkel.forsok, Math.random())
    ended.push({ ...step, nokkel, fault })

    const { oppslag } = nokkel
    const fields = { api, oppslag, code: fault.code, feil: fault.message }
    if (step.kind === 'parked') deps.log.warn(fields, 'nøkkel parked')
    if (state.pauses > before.pauses) {
      const waitMs = Math.round(state.pausedUntil - deps.now())
      const { pauses } = state
      deps.log.warn({ ...fields, waitMs, pauses }, 'API paused')
      deps.onPause({ feil: fault.message, waitMs, pauses })
    }
  }

  /**
   * One transaction after another until nothing is left; answers come in meanwhile. Between two it
   * waits for as long as the last took: a busy Postgres then gets fewer and larger ones, an idle
   * one has each answer at once.
   */
  async function settleEnded(): Promise<void> {
    isSettling = true
    try {
      while (ended.length > 0 && !failure.signal.aborted) {
        const batch = ended.splice(0, MAX_UNSETTLED)
        const began = deps.now()
        await deps.settle(batch)
        for (const { nokkel } of batch) inMemory.delete(nokkelText(nokkel))
        deps.bell.ring()
        await sleep(Math.min(deps.now() - began, MAX_PAUSE_MS), anyStop)
      }
    } catch (error) {
      failure.abort(error)
    } finally {
      isSettling = false
    }
  }

  /** @returns whether all that was wanted was there */
  async function refill(wanted: number): Promise<boolean> {
    // What is settled while we read is still in what we read.
    const known = new Set(inMemory)
    const due = await deps.next(wanted + known.size)
    const fresh = due.filter((nokkel) => !known.has(nokkelText(nokkel))).slice(0, wanted)
    for (const nokkel of fresh) {
      const key = nokkelText(nokkel)
      inMemory.add(key)
      const running = limit(call, nokkel, key).finally(() => {
        calls.delete(running)
        deps.bell.ring()
      })
      calls.add(running)
    }
    return fresh.length === wanted
  }

  try {
    while (!anyStop.aborted) {
      const slotsNow = slotsAt(state, slots, deps.now())
      if (slotsNow === 0) {
        const waitMs = state.pausedUntil - deps.now()
        deps.beat(waitMs)
        if (deps.breaker.state() !== 'tripped') await deps.bell.wait(waitMs, anyStop)
        else if (await deps.isAccepted()) {
          deps.breaker.accept()
          state = OPEN
        } else await deps.bell.wait(Math.min(waitMs, idleMs), anyStop)
        continue
      }
      deps.beat(idleMs)
      limit.concurrency = slotsNow
      const target = slotsNow < slots ? slotsNow : slots * (1 + READY_PER_SLOT)
      const ready = target - calls.size
      const worthAsking = isHeld() && limit.pendingCount < slotsNow && ended.length < MAX_UNSETTLED
      const foundAll = ready > 0 && worthAsking ? await refill(ready) : false
      if (!foundAll) await deps.bell.wait(idleMs, anyStop)
    }
  } catch (error) {
    failure.abort(error)
  }
  await Promise.allSettled(calls)
  await settling
  failure.signal.throwIfAborted()
}

function deletionWave(api: string): Fault {
  return new Fault(
    'DELETION_WAVE',
    `${api}: most of its last answers are deletions or "no data", so none of them is stored. See whether that can be; then: hendelsesfolger resume --api ${api} --accept-deletions`,
  )
}
