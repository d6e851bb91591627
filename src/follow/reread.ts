/**
 * Reads events again that an operator wants to be looked up again, beside the follower.
 *
 * in:   folger.gjenlesing, and pages of the list
 * out:  nøkler that wait in the last lane; events that had been missing, stored as every other
 *
 * The posisjon stays. No more is made to wait than is looked up in a while: a re-read of ten million
 * events leaves the tables small, and its place says how far the look-ups are.
 */
import { Fault } from '../domain/errors.ts'
import type { Hendelse } from '../domain/hendelse.ts'
import type { Sekvensnummer } from '../domain/ids.ts'
import { sleep } from '../lib/abort.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Log } from '../lib/log.ts'
import type { Reread } from '../store/rereads.ts'
import type { FollowerDeps } from './follower.ts'
import { type OverlapDeps, storeBelow } from './overlap.ts'
import { after } from '../domain/page.ts'

export type RereadDeps = Pick<OverlapDeps, 'loadPosisjon' | 'storePage' | 'onQueued'> &
  Pick<FollowerDeps, 'readPage' | 'beat'> & {
    /** The oldest re-read that is not finished; null when there is none. */
    readonly load: () => Promise<Reread | null>
    /** Null when somebody else has gone on from there, or the re-read has been ended. */
    readonly queue: (page: {
      readonly reread: Reread
      readonly neste: Sekvensnummer
      readonly numbers: readonly Sekvensnummer[]
      readonly missing: number
    }) => Promise<number | null>
    /** The first stored number above; null when there is none. */
    readonly nextStored: (above: Sekvensnummer) => Promise<Sekvensnummer | null>
    /** Whether so much waits already that no more should. */
    readonly isFull: () => Promise<boolean>
    readonly isPaused: () => boolean
    /** Resolves when there may be a re-read, or when `signal` aborts. */
    readonly nextOrder: (signal: AbortSignal) => Promise<void>
    readonly log: Log
  }

/** Before chance: 1 s, 2 s, 4 s, ... 1 min, 1 min. */
const WAITS = { firstMs: 1_000, maxMs: 60_000 }

/** How often it is looked whether there is room for more. */
const FULL_MS = 1_000

/** Runs until `signal` aborts. Rejects when storing fails. */
export async function rereadOnOrder(
  deps: RereadDeps,
  { konsument, liste }: { readonly konsument: string; readonly liste: string },
  signal: AbortSignal,
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    deps.beat(0)
    const reread = deps.isPaused() ? null : await deps.load()
    if (reread === null) {
      await deps.nextOrder(signal)
    } else if (await deps.isFull()) {
      await sleep(FULL_MS, signal)
    } else {
      try {
        await readPage(deps, reread, { konsument, liste }, signal)
        failures = 0
      } catch (error) {
        if (signal.aborted) return
        if (!(error instanceof Fault)) throw error
        failures += 1
        const waitMs = Math.max(backoffMs(failures, WAITS, Math.random()), error.retryAfterMs ?? 0)
        const fields = { konsument, liste, failures, waitMs, code: error.code, feil: error.message }
        deps.log.warn(fields, 're-reading failed')
        deps.beat(waitMs)
        await sleep(waitMs, signal)
      }
    }
  }
}

async function readPage(
  deps: RereadDeps,
  reread: Reread,
  about: { readonly konsument: string; readonly liste: string },
  signal: AbortSignal,
): Promise<void> {
  const { neste: fra, til } = reread
  const page = await deps.readPage(fra, signal)
  const hendelser = page.hendelser.filter((one) => isWithin(one, reread))
  const missing = await storeBelow(deps, hendelser)
  if (missing === null) return
  const reached =
    page.hendelser.length > 0 ? after(fra, page.hendelser) : await deps.nextStored(fra)
  // A page with old numbers alone leads nowhere, and an empty one may lie in a gap.
  const neste = reached === fra ? await deps.nextStored(fra) : reached
  const queued = await deps.queue({
    reread,
    neste: neste === null || neste > til ? til : neste,
    numbers: hendelser.map((one) => one.sekvensnummer),
    missing,
  })
  if (queued === null) return
  if (queued > 0) deps.onQueued()
  const read = hendelser.length
  deps.log.info({ ...about, fra, neste, read, inserted: missing, queued }, 'page read again')
}

function isWithin({ sekvensnummer }: Hendelse, { neste, til }: Reread): boolean {
  return sekvensnummer >= neste && sekvensnummer < til
}
