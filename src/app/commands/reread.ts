/** `reread`: a list's events are read again, and what they are about is looked up again. */
import { EGEN } from '../../domain/ids.ts'
import { Refusal } from '../../domain/errors.ts'
import { effectLine } from '../../operate/commands/effect.ts'
import { endRereads, orderReread } from '../../store/drift.ts'
import {
  type Call,
  type Command,
  type Given,
  noWords,
  requiredText,
  UsageError,
} from './command.ts'
import { withDatabase } from './database.ts'
import { DRY_RUN, isDryRun, KONSUMENT, numberOf, optionalText } from './options.ts'
import { followedLists, openReading } from './reading.ts'

const USAGE =
  '--liste L --fra-sekvensnummer N | --fra-dato D [--til-sekvensnummer N | --til-dato D] [--konsument K] [--dry-run]; --liste L --avbryt'

export const rereadCommand: Command = {
  name: 'reread',
  usage: USAGE,
  about: [
    'read events of a list again and look up again what they are about, after everything live;',
    'the posisjon stays. --avbryt ends what is under way',
  ],
  options: {
    liste: { type: 'string' },
    'fra-sekvensnummer': { type: 'string' },
    'fra-dato': { type: 'string' },
    'til-sekvensnummer': { type: 'string' },
    'til-dato': { type: 'string' },
    avbryt: { type: 'boolean' },
    ...KONSUMENT,
    ...DRY_RUN,
  },
  parse: (given) => {
    noWords(given)
    const key = {
      liste: requiredText(given, 'liste', USAGE),
      konsument: optionalText(given, 'konsument') ?? EGEN,
    }
    const dryRun = isDryRun(given)
    const words = { rows: 're-reads', dryRun }
    if (given.values['avbryt'] === true) {
      return (call) =>
        withDatabase(call, async (pool) => {
          call.print(effectLine(await endRereads(pool, key, dryRun), words))
          return true
        })
    }
    const from = placeOf(given, 'fra')
    if (from === null) throw new UsageError(`where it begins is missing: ${USAGE}`)
    const to = placeOf(given, 'til')
    return (call) =>
      withDatabase(call, async (pool) => {
        const [first, last] = await numbersOf(call, key, from, to)
        call.print(effectLine(await orderReread(pool, key, first, last, dryRun), words))
        return true
      })
  },
}

/** A number, or a day, whose number the list's own start service tells. */
type Place = { readonly number: bigint } | { readonly dato: string }

function placeOf(given: Given, which: 'fra' | 'til'): Place | null {
  const number = optionalText(given, `${which}-sekvensnummer`)
  const dato = optionalText(given, `${which}-dato`)
  if (number !== null && dato !== null) {
    throw new UsageError(`--${which}-sekvensnummer or --${which}-dato, not both`)
  }
  if (number !== null) return { number: numberOf(number, `${which}-sekvensnummer`) }
  if (dato === null) return null
  if (Number.isNaN(Date.parse(dato)) || !/^\d{4}-\d\d-\d\d$/.test(dato)) {
    throw new UsageError(`--${which}-dato is a date as YYYY-MM-DD`)
  }
  return { dato }
}

async function numbersOf(
  call: Call,
  { liste, konsument }: { readonly liste: string; readonly konsument: string },
  from: Place,
  to: Place | null,
): Promise<readonly [first: bigint, last: bigint | null]> {
  if ('number' in from && (to === null || 'number' in to)) return [from.number, to?.number ?? null]

  const [kilde] = followedLists(call, liste, konsument)
  if (kilde === undefined) throw new Refusal(`the settings name no list ${liste}`)
  await using closing = new AsyncDisposableStack()
  const reading = openReading(call, closing)
  const startOf = (dato: string): Promise<bigint | null> =>
    reading.startOf(kilde, dato, call.signal)

  const first = 'number' in from ? from.number : await startOf(from.dato)
  if (first === null) throw new Refusal(`the list has no events from that day on`)
  if (to === null || 'number' in to) return [first, to?.number ?? null]
  // What was given on the day itself is read again as well.
  const after = dayAfter(to.dato)
  const next = after > today() ? null : await startOf(after)
  return [first, next === null ? null : next - 1n]
}

/** The start service refuses a day in the future. */
function today(): string {
  return new Date().toISOString().slice(0, 10)
}

function dayAfter(dato: string): string {
  return new Date(Date.parse(dato) + 86_400_000).toISOString().slice(0, 10)
}
