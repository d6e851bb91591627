/**
 * Looks up what is due in one API, for those who share its slots: next -> look up with at most
 * `slots` in flight -> settle.
 *
 * in:   nøkler that wait in folger.ventende_oppslag
 * out:  settlements: answers to store, nøkler to ask about later or to set aside
 *
 * - P6. Never more than `slots` calls in flight here; that nobody else runs this API is the lease's doing.
 * - There is no batch: a slot takes the next nøkkel when it is free (read-ahead.ts), and what has
 *   ended is settled beside it (settling.ts).
 * - Live nøkler overtake backlog that has been read already: they wait for one look-up at most.
 * - The konsumenter have the slots by turns, and a fault of one's rights stops nobody else (pauses.ts).
 */
import { Fault } from '../domain/errors.ts'
import { EGEN } from '../domain/ids.ts'
import { nokkelText, type VentendeOppslag } from '../domain/nokkel.ts'
import { isGone, type Svar } from '../domain/svar.ts'
import type { Bell } from '../lib/bell.ts'
import type { Log } from '../lib/log.ts'
import type { ApiPause } from '../store/api-state.ts'
import type { Settlement } from '../store/settle.ts'
import type { Breaker } from './breaker.ts'
import { createPauses, type Resumed } from './pauses.ts'
import { createReadAhead, type Turn } from './read-ahead.ts'
import { nextStep } from './retry-policy.ts'
import { createSettling } from './settling.ts'

export type ResolverDeps = {
  /** The first `wanted` nøkler that are due beside those known, live ones first, by turns; with those. */
  readonly next: (turns: readonly Turn[], wanted: number) => Promise<readonly VentendeOppslag[]>
  /** @throws Fault for whatever is not a documented answer */
  readonly lookUp: (nokkel: VentendeOppslag, signal: AbortSignal) => Promise<Svar>
  readonly settle: (batch: readonly Settlement<Svar>[]) => Promise<unknown>
  /** By konsument. */
  readonly breakers: ReadonlyMap<string, Breaker>
  /** The konsumenter whose wave of deletions, by which their breaker was tripped, an operator has accepted. */
  readonly accepted: () => Promise<ReadonlySet<string>>
  /** Told when the API is paused for them, and, with null, when it answers them again. */
  readonly onPause: (konsumenter: readonly string[], pause: ApiPause | null) => void
  /** Whether an operator has paused the API for a konsument: then nothing is begun, whatever is ready. */
  readonly isPaused: (konsument: string) => boolean
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
  readonly konsumenter: readonly string[]
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
  { api, konsumenter, slots, idleMs }: ResolverOptions,
  { stop, abort, isHeld }: ResolverSignals,
): Promise<void> {
  const calls = new Set<Promise<void>>()
  const failure = new AbortController()
  const anyAbort = AbortSignal.any([abort, failure.signal])
  const anyStop = AbortSignal.any([stop, anyAbort])
  const pauses = createPauses(konsumenter, slots)
  const ahead = createReadAhead(slots, konsumenter)
  const inFlight = new Map<string, number>()
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
  let askedOperatorAt = -Infinity
  let pausedByOperator: readonly string[] = []
  /** Whether the table had no more when it was asked last. */
  let isExhausted = false

  const countInFlight = (konsument: string, by: number): void =>
    void inFlight.set(konsument, (inFlight.get(konsument) ?? 0) + by)
  const mayCall = (konsument: string): boolean =>
    !deps.isPaused(konsument) &&
    (inFlight.get(konsument) ?? 0) < pauses.slotsFor(konsument, deps.now())

  /** Fills the free slots from what has been read ahead. */
  function startCalls(): void {
    while (
      !anyStop.aborted &&
      isHeld() &&
      !settling.isFull() &&
      calls.size < pauses.slots(deps.now())
    ) {
      const nokkel = ahead.take(mayCall)
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
    const { konsument } = nokkel
    countInFlight(konsument, 1)
    const began = deps.now()
    try {
      const svar = await deps.lookUp(nokkel, anyAbort)
      const mayStore = breakerOf(konsument).note(nokkelText(nokkel), isGone(svar))
      if (!mayStore) throw deletionWave(api, konsument)
      tellResumed(pauses.noteAnswer(konsument))
      settling.add({ kind: 'answered', nokkel, svar, tookMs: deps.now() - began })
    } catch (error) {
      if (error instanceof Fault) noteFault(nokkel, error, deps.now() - began)
      else if (!anyAbort.aborted) failure.abort(error)
    } finally {
      countInFlight(konsument, -1)
    }
  }

  function noteFault(nokkel: VentendeOppslag, fault: Fault, tookMs: number): void {
    const { konsument, oppslag } = nokkel
    const step = nextStep(fault, nokkel.forsok, Math.random())
    settling.add({ ...step, nokkel, fault, tookMs })

    if (fault.disposition === 'park') {
      // The API has judged this nøkkel: it works.
      tellResumed(pauses.noteAnswer(konsument))
      return
    }
    const paused = pauses.noteFault(konsument, fault, deps.now(), Math.random())
    if (paused === null) return
    // Events may touch them before the pause is over.
    ahead.putBack(paused.konsumenter)
    const fields = { api, oppslag, code: fault.code, feil: fault.message }
    const pause = { waitMs: Math.round(paused.waitMs), pauses: paused.pauses }
    deps.log.warn({ konsument: paused.konsument ?? 'alle', ...fields, ...pause }, 'API paused')
    deps.onPause(paused.konsumenter, { feil: fault.message, feilklasse: fault.code, ...pause })
  }

  function tellResumed({ konsumenter: resumed, pauses: before }: Resumed): void {
    if (resumed.length === 0) return
    deps.log.info({ api, konsumenter: resumed, pauses: before }, 'API answers again')
    deps.onPause(resumed, null)
  }

  function breakerOf(konsument: string): Breaker {
    const breaker = deps.breakers.get(konsument)
    if (breaker === undefined) throw new Error(`${konsument} is not among those of ${api}`)
    return breaker
  }

  const tripped = (): readonly string[] =>
    konsumenter.filter((konsument) => breakerOf(konsument).state() === 'tripped')

  /** Goes on for those whose wave of deletions an operator has accepted meanwhile. */
  async function hearOperator(): Promise<void> {
    if (tripped().length === 0 || deps.now() - askedOperatorAt < idleMs) return
    askedOperatorAt = deps.now()
    const accepted = await deps.accepted()
    for (const konsument of tripped()) {
      if (!accepted.has(konsument)) continue
      breakerOf(konsument).accept()
      tellResumed(pauses.forgive(konsument))
    }
  }

  /** Gives up what is ready for those who are paused: events may touch it before the pause is over. */
  function heedOperator(): void {
    const paused = konsumenter.filter(deps.isPaused)
    const newly = paused.filter((konsument) => !pausedByOperator.includes(konsument))
    if (newly.length > 0) ahead.putBack(newly)
    pausedByOperator = paused
  }

  /** Reads more ahead, or, with enough of it, only what goes before the backlog among it. */
  async function readAhead(): Promise<void> {
    const wanted = ahead.wanted()
    const question = ahead.ask()
    const due = await deps.next(
      (wanted > 0 ? question.turns : question.liveTurns).filter(
        ({ konsument }) => !deps.isPaused(konsument) && pauses.roomFor(konsument, deps.now()) > 0,
      ),
      wanted > 0 ? wanted : slots,
    )
    const room = (konsument: string): number => pauses.roomFor(konsument, deps.now())
    isExhausted = question.answered(due, deps.now(), room) < wanted
    startCalls()
  }

  try {
    while (!anyStop.aborted) {
      await hearOperator()
      if (pauses.slots(deps.now()) === 0) {
        const waitMs = pauses.msToNext(deps.now())
        deps.beat(waitMs)
        await deps.bell.wait(tripped().length > 0 ? Math.min(waitMs, idleMs) : waitMs, anyStop)
        continue
      }
      deps.beat(idleMs)
      heedOperator()
      startCalls()
      const isWorthAsking =
        isHeld() &&
        pausedByOperator.length < konsumenter.length &&
        (ahead.wanted() > 0 || ahead.hasBacklog())
      if (isWorthAsking) await readAhead()
      if (!isWorthAsking || isExhausted || ahead.wanted() === 0) {
        await deps.bell.wait(idleMs, anyStop)
      }
    }
  } catch (error) {
    failure.abort(error)
  }
  await Promise.allSettled(calls)
  await settling.finished()
  failure.signal.throwIfAborted()
}

function deletionWave(api: string, konsument: string): Fault {
  const whose = konsument === EGEN ? '' : ` --konsument ${konsument}`
  return new Fault(
    'DELETION_WAVE',
    `${api}: most of its last answers are deletions or "no data", so none of them is stored. See whether that can be; then: hendelsesfolger resume --api ${api}${whose} --accept-deletions`,
  )
}
