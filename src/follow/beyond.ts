/**
 * What an empty page means.
 *
 * in:   a posisjon from which the list gave nothing
 * out:  that this is the end; or events behind a gap; or that the list does not go on where we left it
 *
 * 1. An empty page is not always the end: a list whose `antall` is a window of numbers (as in 2018)
 *    gives one for a gap that is longer than the window.
 * 2. A list that was set up anew numbers from 1 again. Reading on from our posisjon would skip
 *    whatever it numbers below it, and its numbers would mean other events than those we hold.
 */
import { Fault } from '../domain/errors.ts'
import type { Hendelse } from '../domain/hendelse.ts'
import { type Sekvensnummer, sekvensnummer } from '../domain/ids.ts'

export type BeyondDeps = {
  readonly readPage: (
    fra: Sekvensnummer,
    antall: number,
    signal: AbortSignal,
  ) => Promise<{ readonly hendelser: readonly Hendelse[] }>
  /** The first number given on the day `daysAgo` or later; null when there is none. */
  readonly startOf: (daysAgo: number, signal: AbortSignal) => Promise<Sekvensnummer | null>
  /** The highest number that is stored; null when none is. */
  readonly lastStored: () => Promise<Sekvensnummer | null>
  /** Whether this very event is stored: number, identifikator, period and time. */
  readonly isStored: (hendelse: Hendelse) => Promise<boolean>
}

export type Beyond =
  | { readonly kind: 'end' }
  | { readonly kind: 'gap'; readonly hendelser: readonly Hendelse[] }
  /** `head`: the highest number that the list has now. */
  | { readonly kind: 'restarted'; readonly head: Sekvensnummer }

/** The newest event was given on one of these days, or the list has long been quiet. */
const LOOK_BACK_DAYS = [0, 1, 7, 30]

/**
 * @param antall the page size that gave the empty page
 * @throws Fault UNEXPECTED_ANSWER when the list shows none of what it has shown before
 */
export async function whatLiesBeyond(
  deps: BeyondDeps,
  { liste, fra, antall }: { liste: string; fra: Sekvensnummer; antall: number },
  signal: AbortSignal,
): Promise<Beyond> {
  const last = await deps.lastStored()
  if (last !== null && !(await shows(deps, last, signal))) {
    const head = await headBelow(deps, last, antall, signal)
    if (head === null) {
      throw new Fault(
        'UNEXPECTED_ANSWER',
        `${liste}: the list shows no events at all, and had them up to ${last}. It is asked again by itself`,
      )
    }
    // The newest events may have been taken back, and the list still be ours.
    if (!(await deps.isStored(head))) return { kind: 'restarted', head: head.sekvensnummer }
  }
  return behindGap(deps, fra, antall, signal)
}

/** Whether the list still has the event with that number. */
async function shows(
  deps: BeyondDeps,
  number: Sekvensnummer,
  signal: AbortSignal,
): Promise<boolean> {
  const { hendelser } = await deps.readPage(number, 1, signal)
  return hendelser.some((hendelse) => hendelse.sekvensnummer === number)
}

/** The list's last event, found by halving: at most 63 pages, and only when the list looks wrong. */
async function headBelow(
  deps: BeyondDeps,
  last: Sekvensnummer,
  antall: number,
  signal: AbortSignal,
): Promise<Hendelse | null> {
  let head: Hendelse | null = null
  let low = 1n
  let high: bigint = last
  while (low <= high) {
    const middle = sekvensnummer((low + high) / 2n)
    const { hendelser } = await deps.readPage(middle, antall, signal)
    const found = highest(hendelser)
    if (found === null) high = middle - 1n
    else {
      head = found
      low = found.sekvensnummer + 1n
    }
  }
  return head
}

/** Goes forward window by window, as far as the list is known to reach. */
async function behindGap(
  deps: BeyondDeps,
  fra: Sekvensnummer,
  antall: number,
  signal: AbortSignal,
): Promise<Beyond> {
  const known = await newestStart(deps, signal)
  if (known === null || known < fra) return { kind: 'end' }
  for (let from = fra + BigInt(antall); ; from += BigInt(antall)) {
    // The last window begins at the number that is known, whatever the windows' edges are.
    const isLast = from >= known
    const { hendelser } = await deps.readPage(isLast ? known : sekvensnummer(from), antall, signal)
    if (hendelser.length > 0) return { kind: 'gap', hendelser }
    if (isLast) return { kind: 'end' }
  }
}

async function newestStart(deps: BeyondDeps, signal: AbortSignal): Promise<Sekvensnummer | null> {
  for (const daysAgo of LOOK_BACK_DAYS) {
    const start = await deps.startOf(daysAgo, signal)
    if (start !== null) return start
  }
  return null
}

function highest(hendelser: readonly Hendelse[]): Hendelse | null {
  let found: Hendelse | null = null
  for (const hendelse of hendelser) {
    if (found === null || hendelse.sekvensnummer > found.sekvensnummer) found = hendelse
  }
  return found
}
