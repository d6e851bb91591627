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
import { MAX_SEKVENSNUMMER, type Sekvensnummer, sekvensnummer } from '../domain/ids.ts'
import { sleep } from '../lib/abort.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Log } from '../lib/log.ts'

export type FollowerDeps = {
  /** Null when the list has not been followed before. */
  readonly loadPosisjon: () => Promise<Sekvensnummer | null>
  /** Makes the first posisjon from STARTDATO; null when the list has no events from that date on. */
  readonly begin: (signal: AbortSignal) => Promise<Sekvensnummer | null>
  readonly readPage: (
    fra: Sekvensnummer,
    signal: AbortSignal,
  ) => Promise<{ readonly hendelser: readonly Hendelse[] }>
  /** Null when another replica has moved the posisjon since the page was asked for. */
  readonly storePage: (
    fra: Sekvensnummer,
    neste: Sekvensnummer,
    hendelser: readonly Hendelse[],
  ) => Promise<{ readonly inserted: number; readonly queued: number } | null>
  /** `askedMsAgo`: milliseconds since the question that had no more events for an answer. */
  readonly noteAtEnd: (askedMsAgo: number) => Promise<void>
  readonly noteFault: (feil: string) => Promise<void>
  /** Resolves when it is time to read again, or when `signal` aborts. */
  readonly nextReading: (signal: AbortSignal) => Promise<void>
  /** Called when nøkler have begun to wait. */
  readonly onQueued: () => void
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  readonly log: Log
}

/** Before chance: 1 s, 2 s, 4 s, ... 1 min, 1 min. */
const WAITS = { firstMs: 1_000, maxMs: 60_000 }

/** Runs until `signal` aborts. Rejects when storing fails. */
export async function follow(
  deps: FollowerDeps,
  { liste }: { readonly liste: string },
  signal: AbortSignal,
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    try {
      await readToEnd(deps, liste, signal)
      if (failures > 0) deps.log.info({ liste, failures }, 'list answers again')
      failures = 0
      await deps.nextReading(signal)
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Fault)) throw error
      failures += 1
      deps.log.warn({ liste, failures, feil: error.message, code: error.code }, 'reading failed')
      await deps.noteFault(error.message)
      const waitMs = backoffMs(failures, WAITS, Math.random())
      await sleep(Math.max(waitMs, error.retryAfterMs ?? 0), signal)
    }
  }
}

/** Reads and stores pages until the list has nothing more. A short page is not the end: only an empty one. */
async function readToEnd(deps: FollowerDeps, liste: string, signal: AbortSignal): Promise<void> {
  let fra = (await deps.loadPosisjon()) ?? (await deps.begin(signal))
  while (fra !== null && !signal.aborted) {
    const asked = deps.now()
    const { hendelser } = await deps.readPage(fra, signal)
    const neste = after(fra, hendelser)
    if (hendelser.length > 0) {
      const stored = await deps.storePage(fra, neste, hendelser)
      if (stored === null) {
        fra = await deps.loadPosisjon()
        continue
      }
      deps.log.info({ liste, fra, neste, read: hendelser.length, ...stored }, 'page stored')
      if (stored.queued > 0) deps.onQueued()
    }
    // Also a page with only old numbers leads nowhere: asking again would give it again.
    if (neste === fra) return deps.noteAtEnd(deps.now() - asked)
    fra = neste
  }
}

/** The posisjon after a page: numbers may be unsorted, repeated, or below the one asked from. */
function after(fra: Sekvensnummer, hendelser: readonly Hendelse[]): Sekvensnummer {
  let neste: bigint = fra
  for (const { sekvensnummer: number } of hendelser) if (number >= neste) neste = number + 1n
  return sekvensnummer(neste > MAX_SEKVENSNUMMER ? MAX_SEKVENSNUMMER : neste)
}
