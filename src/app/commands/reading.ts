/** How commands read a list: which one is meant, and its pages, asked for again when the API fails for a while. */
import { Fault, Refusal } from '../../domain/errors.ts'
import type { Sekvensnummer } from '../../domain/ids.ts'
import type { ExpectedKilde } from '../../follow/source.ts'
import { sleep } from '../../lib/abort.ts'
import { backoffMs } from '../../lib/backoff.ts'
import { createLog } from '../../operate/log.ts'
import { readSide, readStart } from '../../skatteetaten/event-page.ts'
import { expectedKilder } from '../followed.ts'
import { openOutside } from '../outside.ts'
import type { Call } from './command.ts'

/**
 * @param konsument null: all who follow it
 * @throws Refusal where the settings don't name such a list
 */
export function followedLists(
  { config }: Call,
  liste: string,
  konsument: string | null,
): readonly ExpectedKilde[] {
  const all = expectedKilder(config)
  const found = all.filter(
    ({ fulgt }) =>
      fulgt.liste.id === liste && (konsument === null || fulgt.konsument === konsument),
  )
  if (found.length > 0) return found
  const known = [...new Set(all.map(({ fulgt }) => fulgt.liste.id))].join(', ')
  throw new Refusal(
    `the settings name no list ${liste}${konsument === null ? '' : ` for ${konsument}`}, only ${known}`,
  )
}

/** Opens the way to Skatteetaten. `closing` closes it. */
export function openReading({ config, print }: Call, closing: AsyncDisposableStack) {
  const log = createLog({ level: 'silent', format: 'json' }, () => undefined)
  const { access } = openOutside(config, log, closing)
  return {
    page: (kilde: ExpectedKilde) => {
      const { fulgt } = kilde
      return (from: Sekvensnummer, signal: AbortSignal) =>
        patiently(() => readSide(access, fulgt.liste, fulgt, from, PAGE, signal), print, signal)
    },
    /** The first number given on that day or later; null when there is none. */
    startOf: ({ fulgt }: ExpectedKilde, dato: string, signal: AbortSignal) =>
      patiently(() => readStart(access, fulgt.liste, fulgt, dato, signal), print, signal),
  }
}

/** The documentation says that 10,000 is handled well; nobody waits for these pages one by one. */
const PAGE = 10_000

const TRIES = 6
/** Before chance: 1 s, 2 s, 4 s, 8 s, 16 s. */
const WAITS = { firstMs: 1_000, maxMs: 30_000 }

async function patiently<Result>(
  ask: () => Promise<Result>,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<Result> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Fault) || failures === TRIES || signal.aborted) throw error
      print(`${error.message}. Tried again`)
      await sleep(
        Math.max(backoffMs(failures, WAITS, Math.random()), error.retryAfterMs ?? 0),
        signal,
      )
    }
  }
}
