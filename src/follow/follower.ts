/**
 * Follows one hendelsesliste for one konsument: page -> store, until told to stop.
 *
 * in:   pages of the list, from the posisjon in Postgres
 * out:  stored events and waiting nøkler, for resolve/
 *
 * A page that can't be had or read is asked for again with growing waits, from the posisjon that is
 * in Postgres: this is one of the program's two places of retry. Storing faults end the loop; its
 * supervisor starts it again.
 */
import { Fault } from '../domain/errors.ts'
import type { Hendelse } from '../domain/hendelse.ts'
import type { Sekvensnummer } from '../domain/ids.ts'
import { sleep } from '../lib/abort.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Log } from '../lib/log.ts'
import type { Posisjon } from '../store/position.ts'
import type { Beyond, Question } from './beyond.ts'
import { after } from '../domain/page.ts'

export type FollowerDeps = {
  /** Null when the list has not been followed before. */
  readonly loadPosisjon: () => Promise<Posisjon | null>
  /** Makes the first posisjon from STARTDATO; null when the list has no events from that date on. */
  readonly begin: (signal: AbortSignal) => Promise<Posisjon | null>
  readonly readPage: (
    fra: Sekvensnummer,
    signal: AbortSignal,
  ) => Promise<{ readonly hendelser: readonly Hendelse[] }>
  /** Called for an empty page: what it means. */
  readonly whatLiesBeyond: (question: Question, signal: AbortSignal) => Promise<Beyond>
  /**
   * @param isShort whether the list gave fewer than were asked for
   * @returns null when the posisjon is no longer `fra`: nothing was stored
   */
  readonly storePage: (
    fra: Sekvensnummer,
    neste: Sekvensnummer,
    hendelser: readonly Hendelse[],
    isShort: boolean,
  ) => Promise<{ readonly inserted: number; readonly queued: number } | null>
  /** `askedMsAgo`: milliseconds since the question that had no more events for an answer. */
  readonly noteAtEnd: (askedMsAgo: number) => Promise<void>
  readonly noteFault: (feil: string) => Promise<void>
  /** The list does not go on where we left it: it is not read until an operator decides. */
  readonly noteGap: (feil: string) => Promise<void>
  /** Resolves when it is time to read again, or when `signal` aborts. */
  readonly nextReading: (signal: AbortSignal) => Promise<void>
  /**
   * Called when nøkler have begun to wait and it has been seen whether the list names them again.
   * That may take long: whoever looks them up should look by himself as well.
   */
  readonly onQueued: () => void
  /** Tells that the loop is alive, and that it will tell so again within that many milliseconds. */
  readonly beat: (withinMs: number) => void
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  readonly log: Log
}

export type FollowerOptions = {
  readonly konsument: string
  readonly liste: string
  /** The page size that `readPage` asks for. */
  readonly antall: number
}

/** What its lines of the log are about. */
type About = Pick<FollowerOptions, 'konsument' | 'liste'>

/** Before chance: 1 s, 2 s, 4 s, ... 1 min, 1 min. */
const WAITS = { firstMs: 1_000, maxMs: 60_000 }

/** How often it is looked beyond an empty page while the posisjon stays. */
const LOOK_BEYOND_EVERY_MS = 600_000

/** Runs until `signal` aborts. Rejects when storing fails. */
export async function follow(
  deps: FollowerDeps,
  { antall, ...about }: FollowerOptions,
  signal: AbortSignal,
): Promise<void> {
  const beyond = createBeyond(deps, about.liste, antall)
  let failures = 0
  let isUntold = false
  const tell = (): void => {
    if (isUntold) deps.onQueued()
    isUntold = false
  }
  // P5: what is behind a full page may name its nøkler again, and they are to be looked up once.
  const noteQueued = (isShort: boolean): void => {
    isUntold = true
    if (isShort) tell()
  }
  while (!signal.aborted) {
    try {
      await readToEnd({ ...deps, noteQueued }, beyond, { antall, ...about }, signal).finally(tell)
      if (failures > 0) deps.log.info({ ...about, failures }, 'list answers again')
      failures = 0
      await deps.nextReading(signal)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Fault)) throw error
      failures += 1
      const { message: feil, code } = error
      deps.log.warn({ ...about, failures, feil, code }, 'reading failed')
      await deps.noteFault(feil)
      const waitMs = Math.max(backoffMs(failures, WAITS, Math.random()), error.retryAfterMs ?? 0)
      deps.beat(waitMs)
      await sleep(waitMs, signal)
    }
  }
}

/** Reads and stores pages until the list has nothing more. A short page is not the end. */
async function readToEnd(
  deps: FollowerDeps & { readonly noteQueued: (isShort: boolean) => void },
  beyond: BeyondMemory,
  { antall, ...about }: FollowerOptions,
  signal: AbortSignal,
): Promise<void> {
  let posisjon = (await deps.loadPosisjon()) ?? (await deps.begin(signal))
  while (posisjon?.isReadable && !signal.aborted) {
    const fra = posisjon.neste
    deps.beat(0)
    const asked = deps.now()
    let { hendelser } = await deps.readPage(fra, signal)
    if (hendelser.length === 0) {
      const found = await beyond.look(fra, signal)
      if (found.kind === 'restarted') return giveUp(deps, about, fra, found.head)
      if (found.kind === 'end') return deps.noteAtEnd(deps.now() - asked)
      deps.log.warn({ ...about, fra }, 'events found behind a gap')
      hendelser = found.hendelser
    }
    const neste = after(fra, hendelser)
    beyond.noteReach(fra, neste)
    const isShort = hendelser.length < antall
    const stored = await deps.storePage(fra, neste, hendelser, isShort)
    if (stored !== null) {
      deps.log.info({ ...about, fra, neste, read: hendelser.length, ...stored }, 'page stored')
      if (stored.queued > 0) deps.noteQueued(isShort)
      // A page with only old numbers leads nowhere: asking again would give it again.
      if (neste === fra) return deps.noteAtEnd(deps.now() - asked)
    }
    posisjon = await deps.loadPosisjon()
  }
}

async function giveUp(
  { noteGap, log }: FollowerDeps,
  about: About,
  fra: Sekvensnummer,
  head: Sekvensnummer,
): Promise<void> {
  const feil = `the list ends at ${head} with an event that is not the one we have, and our posisjon is ${fra}: it was set up anew. See "A list in gap" in README.md`
  log.error({ ...about, fra, feil }, 'list is in gap')
  await noteGap(feil)
}

/** What has been learnt of the list, so that as little as can be is asked at its end. */
type BeyondMemory = {
  readonly noteReach: (fra: Sekvensnummer, neste: Sekvensnummer) => void
  readonly look: (fra: Sekvensnummer, signal: AbortSignal) => Promise<Beyond>
}

function createBeyond(deps: FollowerDeps, liste: string, antall: number): BeyondMemory {
  let mayBeWindow = true
  let last: { readonly fra: Sekvensnummer; readonly at: number } | undefined
  return {
    noteReach(fra, neste) {
      if (neste - 1n > fra + BigInt(antall)) mayBeWindow = false
    },
    async look(fra, signal) {
      const isThorough = last?.fra !== fra
      if (!isThorough && last && deps.now() - last.at < LOOK_BEYOND_EVERY_MS) return { kind: 'end' }
      const found = await deps.whatLiesBeyond({ liste, fra, mayBeWindow, isThorough }, signal)
      last = { fra, at: deps.now() }
      return found
    },
  }
}
