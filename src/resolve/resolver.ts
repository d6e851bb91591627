/**
 * Looks up what is due in one API: next -> look up with at most `slots` in flight -> settle.
 *
 * in:   nøkler that wait in folger.ventende_oppslag
 * out:  settlements: answers to store, nøkler to ask about later or to set aside
 *
 * - P6. Never more than `slots` calls in flight here; that nobody else runs this API is the lease's doing.
 * - There is no batch: a slot takes the next nøkkel when it is free (read-ahead.ts), and what has
 *   ended is settled beside it (settling.ts).
 * - Live nøkler overtake backlog that has been read already: they wait for one look-up at most.
 */
import { Fault } from '../domain/errors.ts'
import type { VentendeOppslag } from '../domain/nokkel.ts'
import type { Svar } from '../domain/svar.ts'
import type { Bell } from '../lib/bell.ts'
import type { Log } from '../lib/log.ts'
import type { ApiPause } from '../store/api-state.ts'
import type { Settlement } from '../store/settle.ts'
import { afterAnswer, afterFault, OPEN, slotsAt } from './api-state.ts'
import type { Breaker } from './breaker.ts'
import { createReadAhead } from './read-ahead.ts'
import { nextStep } from './retry-policy.ts'
import { createSettling } from './settling.ts'

export type ResolverDeps = {
  /** The first `limit` nøkler that are due, live ones first, those in memory here among them. */
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
  const calls = new Set<Promise<void>>()
  const failure = new AbortController()
  const anyAbort = AbortSignal.any([abort, failure.signal])
  const anyStop = AbortSignal.any([stop, anyAbort])
  const ahead = createReadAhead(slots)
  const settling = createSettling(
    {
      settle: deps.settle,
      onSettled: (batch) => {
        for (const { nokkel } of batch) ahead.forget(nokkel)
        deps.bell.ring()
      },
      onFailure: (error) => failure.abort(error),
      now: deps.now,
    },
    anyStop,
  )
  let state = OPEN
  /** Whether the table had no more when it was asked last. */
  let isExhausted = false

  /** Fills the free slots from what has been read ahead. */
  function startCalls(): void {
    while (
      !anyStop.aborted &&
      isHeld() &&
      !settling.isFull() &&
      calls.size < slotsAt(state, slots, deps.now())
    ) {
      const nokkel = ahead.take()
      if (nokkel === undefined) return
      const running = call(nokkel).finally(() => {
        calls.delete(running)
        startCalls()
        if (!isExhausted && ahead.wanted() > 0) deps.bell.ring()
      })
      calls.add(running)
    }
  }

  async function call(nokkel: VentendeOppslag): Promise<void> {
    try {
      const svar = await deps.lookUp(nokkel, anyAbort)
      if (!deps.breaker.note(svar.kind !== 'data')) throw deletionWave(api)
      if (state.pauses > 0) {
        deps.log.info({ api, pauses: state.pauses }, 'API answers again')
        deps.onPause(null)
      }
      state = afterAnswer()
      settling.add({ kind: 'answered', nokkel, svar })
    } catch (error) {
      if (error instanceof Fault) noteFault(nokkel, error)
      else if (!anyAbort.aborted) failure.abort(error)
    }
  }

  function noteFault(nokkel: VentendeOppslag, fault: Fault): void {
    const before = state
    state = afterFault(state, fault, deps.now(), Math.random())
    const step = nextStep(fault, nokkel.forsok, Math.random())
    settling.add({ ...step, nokkel, fault })

    const { oppslag } = nokkel
    const fields = { api, oppslag, code: fault.code, feil: fault.message }
    if (step.kind === 'parked') deps.log.warn(fields, 'nøkkel parked')
    if (state.pauses > before.pauses) {
      // Events may touch them before the pause is over.
      ahead.putBack()
      const waitMs = Math.round(state.pausedUntil - deps.now())
      const { pauses } = state
      deps.log.warn({ ...fields, waitMs, pauses }, 'API paused')
      deps.onPause({ feil: fault.message, waitMs, pauses })
    }
  }

  /** Reads more ahead, or, with enough of it, only what goes before the backlog among it. */
  async function readAhead(): Promise<void> {
    const wanted = ahead.wanted()
    const question = ahead.ask()
    const most = wanted > 0 ? question.known + wanted : question.knownLive + slots
    isExhausted = question.answered(await deps.next(most), deps.now()) < wanted
    startCalls()
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
      startCalls()
      const isWorthAsking = isHeld() && (ahead.wanted() > 0 || ahead.hasBacklog())
      if (isWorthAsking) await readAhead()
      if (!isHeld() || isExhausted || ahead.wanted() === 0) await deps.bell.wait(idleMs, anyStop)
    }
  } catch (error) {
    failure.abort(error)
  }
  await Promise.allSettled(calls)
  await settling.finished()
  failure.signal.throwIfAborted()
}

function deletionWave(api: string): Fault {
  return new Fault(
    'DELETION_WAVE',
    `${api}: most of its last answers are deletions or "no data", so none of them is stored. See whether that can be; then: hendelsesfolger resume --api ${api} --accept-deletions`,
  )
}
