/**
 * `hendelsesfolger verify`: does the database have what the list says?
 *
 * in:   the list's own pages, from a number up to the posisjon, read anew
 * out:  events that are not stored, or stored as another, and nøkler without an answer that neither
 *       wait nor are parked; expected: none
 *
 * Looks nothing up, and changes nothing (P5).
 */
import type { Hendelse } from '../../domain/hendelse.ts'
import type { Sekvensnummer } from '../../domain/ids.ts'
import { after } from '../../domain/page.ts'
import type { Lacking } from '../../store/verify.ts'

export type VerifyDeps = {
  readonly readPage: (
    from: Sekvensnummer,
    signal: AbortSignal,
  ) => Promise<{ readonly hendelser: readonly Hendelse[] }>
  readonly lackingOf: (hendelser: readonly Hendelse[]) => Promise<Lacking>
  /** The first stored number above; null when there is none. */
  readonly nextStored: (above: Sekvensnummer) => Promise<Sekvensnummer | null>
  readonly print: (line: string) => void
}

export type VerifyRange = {
  /** In words, such as `inntekt` or `inntekt for 999999999`. */
  readonly what: string
  readonly from: Sekvensnummer
  /** The posisjon: the first number that is not looked at. */
  readonly to: Sekvensnummer
  /** Events below are older than what is stored, and are not judged; null: nothing is stored. */
  readonly firstStored: Sekvensnummer | null
}

const NOTHING: Lacking = { missing: [], different: [], unanswered: new Map() }

/** So many numbers are told; of the others only how many there are. */
const MOST_TOLD = 20
const TELL_EVERY = 100_000

/** @returns whether nothing is lacking */
export async function verify(
  { readPage, lackingOf, nextStored, print }: VerifyDeps,
  { what, from, to, firstStored }: VerifyRange,
  signal: AbortSignal,
): Promise<boolean> {
  const missing: Sekvensnummer[] = []
  const different: Sekvensnummer[] = []
  const unanswered = new Map<string, number>()
  let events = 0
  let older = 0

  for (let at: Sekvensnummer | null = from; at !== null && at < to && !signal.aborted;) {
    const fra: Sekvensnummer = at
    const { hendelser } = await readPage(fra, signal)
    const within = hendelser.filter((one) => one.sekvensnummer >= fra && one.sekvensnummer < to)
    const judged = within.filter((one) => firstStored !== null && one.sekvensnummer >= firstStored)
    older += within.length - judged.length
    const lacking = judged.length > 0 ? await lackingOf(judged) : NOTHING
    missing.push(...lacking.missing)
    different.push(...lacking.different)
    for (const [oppslag, number] of lacking.unanswered) {
      unanswered.set(oppslag, (unanswered.get(oppslag) ?? 0) + number)
    }
    if (Math.floor(events / TELL_EVERY) < Math.floor((events + judged.length) / TELL_EVERY)) {
      print(`${what}: ${events + judged.length} events, up to ${fra}`)
    }
    events += judged.length
    const next = after(fra, hendelser)
    // A page without new numbers may lie in a gap, and more behind it.
    at = next === fra ? await nextStored(fra) : next
  }

  print(`${what}: ${events} events compared, from ${from} up to ${to - 1n}`)
  if (older > 0) print(`  ${older} older than what is stored, not judged`)
  tell(print, 'events are not stored', missing)
  tell(print, 'events are stored as another', different)
  for (const [oppslag, number] of unanswered) {
    print(`  ${number} nøkler of ${oppslag} have no answer, and neither wait nor are parked`)
  }
  const isWhole = missing.length + different.length + unanswered.size === 0 && !signal.aborted
  print(
    isWhole
      ? '  nothing is lacking'
      : signal.aborted
        ? '  ended early'
        : '  see "verify" in docs/kommandoer.md',
  )
  return isWhole
}

function tell(
  print: (line: string) => void,
  what: string,
  numbers: readonly Sekvensnummer[],
): void {
  if (numbers.length === 0) return
  const some = numbers.slice(0, MOST_TOLD).join(', ')
  print(`  ${numbers.length} ${what}: ${some}${numbers.length > MOST_TOLD ? ', ...' : ''}`)
}
