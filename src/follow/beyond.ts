/**
 * What an empty page means.
 *
 * in:   a posisjon from which the list gave nothing
 * out:  that this is the end; or events behind a gap; or that the list does not go on where we left it
 *
 * 1. An empty page is not always the end: a list whose `antall` is a window of numbers (as in 2018)
 *    gives one for a gap that is longer than the window. A list that has ever given a number from
 *    beyond the window is not such a list.
 * 2. A list that was set up anew numbers from 1 again. Reading on from our posisjon would skip
 *    whatever it numbers below it, and its numbers would mean other events than those we hold.
 */
import { Fault } from '../domain/errors.ts'
import type { Hendelse } from '../domain/hendelse.ts'
import { MAX_SEKVENSNUMMER, type Sekvensnummer, sekvensnummer } from '../domain/ids.ts'

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

export type Question = {
  readonly liste: string
  readonly fra: Sekvensnummer
  /** Whether `antall` may be a window: no page has shown otherwise. */
  readonly mayBeWindow: boolean
  /** False when nothing lay beyond this posisjon a while ago: then only new events are looked for. */
  readonly isThorough: boolean
}

/** The widest window that can be asked for: the documentation says that 10,000 is handled well. */
const WIDEST = 10_000

/** How many of them are looked through beyond the last number that can be known. */
const WINDOWS_BEYOND = 3

/**
 * @throws Fault UNEXPECTED_ANSWER when the list shows none of what it has shown before
 */
export async function whatLiesBeyond(
  deps: BeyondDeps,
  { liste, fra, mayBeWindow, isThorough }: Question,
  signal: AbortSignal,
): Promise<Beyond> {
  const last = await deps.lastStored()
  if (last !== null && !(await shows(deps, last, signal))) {
    const head = await headBelow(deps, last, signal)
    if (head === null) {
      throw new Fault(
        'UNEXPECTED_ANSWER',
        `${liste}: the list shows no events at all, and had them up to ${last}. It is asked again by itself`,
      )
    }
    // The newest events may have been taken back, and the list still be ours.
    if (!(await deps.isStored(head))) return { kind: 'restarted', head: head.sekvensnummer }
  }
  return mayBeWindow ? behindGap(deps, fra, isThorough, signal) : { kind: 'end' }
}

/** Whether the list still has the event that we have under that number: another one is not it. */
async function shows(
  deps: BeyondDeps,
  number: Sekvensnummer,
  signal: AbortSignal,
): Promise<boolean> {
  const { hendelser } = await deps.readPage(number, 1, signal)
  const found = hendelser.find((hendelse) => hendelse.sekvensnummer === number)
  return found !== undefined && (await deps.isStored(found))
}

/** The list's last event, found by halving: at most 63 pages, and only when the list looks wrong. */
async function headBelow(
  deps: BeyondDeps,
  last: Sekvensnummer,
  signal: AbortSignal,
): Promise<Hendelse | null> {
  let head: Hendelse | null = null
  let low = 1n
  let high: bigint = last
  while (low <= high) {
    const middle = sekvensnummer((low + high) / 2n)
    const { hendelser } = await deps.readPage(middle, WIDEST, signal)
    const found = highest(hendelser)
    if (found === null) high = middle - 1n
    else {
      head = found
      low = found.sekvensnummer + 1n
    }
  }
  return head
}

/** Goes forward window by window, as far as the list is known to reach and a little beyond. */
async function behindGap(
  deps: BeyondDeps,
  fra: Sekvensnummer,
  isThorough: boolean,
  signal: AbortSignal,
): Promise<Beyond> {
  const known = isThorough ? await newestStart(deps, signal) : await recentStart(deps, signal)
  const last = (known !== null && known > fra ? known : fra) + BigInt(WIDEST * WINDOWS_BEYOND)
  for (let from: bigint = fra; from < last && from <= MAX_SEKVENSNUMMER; from += BigInt(WIDEST)) {
    const { hendelser } = await deps.readPage(sekvensnummer(from), WIDEST, signal)
    if (hendelser.length > 0) return { kind: 'gap', hendelser }
  }
  return { kind: 'end' }
}

/** What was given since yesterday. */
async function recentStart(deps: BeyondDeps, signal: AbortSignal): Promise<Sekvensnummer | null> {
  return (await deps.startOf(0, signal)) ?? deps.startOf(1, signal)
}

/** Longer than Skatteetaten has had such lists. */
const MAX_DAYS = 2 ** 14

/**
 * The first number of the last day on which one was given: the nearest to the list's end that can
 * be asked for. Days are doubled until there is one, then halved: one call where there is one today.
 */
async function newestStart(deps: BeyondDeps, signal: AbortSignal): Promise<Sekvensnummer | null> {
  let newest = await deps.startOf(0, signal)
  let quiet = 0
  let busy = 1
  for (; newest === null && busy <= MAX_DAYS; busy *= 2) {
    newest = await deps.startOf(busy, signal)
    if (newest !== null) break
    quiet = busy
  }
  while (newest !== null && busy - quiet > 1) {
    const middle = Math.floor((quiet + busy) / 2)
    const start = await deps.startOf(middle, signal)
    if (start === null) quiet = middle
    else {
      busy = middle
      newest = start
    }
  }
  return newest
}

function highest(hendelser: readonly Hendelse[]): Hendelse | null {
  let found: Hendelse | null = null
  for (const hendelse of hendelser) {
    if (found === null || hendelse.sekvensnummer > found.sekvensnummer) found = hendelse
  }
  return found
}
