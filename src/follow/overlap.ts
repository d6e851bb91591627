/**
 * Reads the last stretch below the posisjon again, for numbers that have appeared late: a number
 * given before another can become visible after it, and then the posisjon has passed it.
 *
 * A number is late by the overlap at most where the end of the list was when it was given. So the
 * re-read begins below the posisjon at which the end was first reached since the last one: after an
 * outage the posisjon may be far beyond it. A page that is not full may have been the end: a list
 * that always has something new never gives an empty one. Between full pages nothing can be late.
 *
 * What is stored already is not stored again and causes nothing (P2, P5); the posisjon stays.
 */
import type { Hendelse } from '../domain/hendelse.ts'
import { type Sekvensnummer, sekvensnummer } from '../domain/ids.ts'
import type { Log } from '../lib/log.ts'
import type { FollowerDeps } from './follower.ts'
import { after } from '../domain/page.ts'

export type OverlapDeps = Pick<
  FollowerDeps,
  'loadPosisjon' | 'readPage' | 'storePage' | 'onQueued'
> & {
  /** Everything below `to` has been read again, from the overlap below `from` on. */
  readonly noteOverlapRead: (from: Sekvensnummer, to: Sekvensnummer) => Promise<void>
  readonly log: Log
}

export type OverlapOptions = {
  readonly konsument: string
  readonly liste: string
  /** How far below the posisjon to begin. */
  readonly numbers: number
}

/**
 * @throws Fault when a page can't be had
 */
export async function rereadOverlap(
  deps: OverlapDeps,
  { numbers, ...about }: OverlapOptions,
  signal: AbortSignal,
): Promise<void> {
  const posisjon = await deps.loadPosisjon()
  if (!posisjon?.isReadable || posisjon.overlappFra === null) return

  const { neste: end, overlappFra } = posisjon
  const lowest = (overlappFra < end ? overlappFra : end) - BigInt(numbers)
  let from = sekvensnummer(lowest > 0n ? lowest : 1n)
  while (from < end && !signal.aborted) {
    const { hendelser } = await deps.readPage(from, signal)
    const late = await storeBelow(deps, hendelser)
    // Paused meanwhile: what has not been stored has not been read.
    if (late === null) return
    if (late > 0) deps.log.warn({ ...about, fra: from, inserted: late }, 'late events found')
    const next = after(from, hendelser)
    // No progress: the rest has been taken back.
    if (next === from) break
    from = next
  }
  if (!signal.aborted) await deps.noteOverlapRead(overlappFra, end)
}

/**
 * Stores a page without moving the posisjon.
 *
 * @returns how many of its events were new; null when the list is paused or in gap: nothing was stored
 */
export async function storeBelow(
  deps: Pick<OverlapDeps, 'loadPosisjon' | 'storePage' | 'onQueued'>,
  hendelser: readonly Hendelse[],
): Promise<number | null> {
  if (hendelser.length === 0) return 0
  for (;;) {
    const posisjon = await deps.loadPosisjon()
    if (posisjon === null || !posisjon.isReadable) return null
    const stored = await deps.storePage(posisjon.neste, posisjon.neste, hendelser, false)
    // Null: the follower has moved it meanwhile.
    if (stored === null) continue
    if (stored.queued > 0) deps.onQueued()
    return stored.inserted
  }
}
