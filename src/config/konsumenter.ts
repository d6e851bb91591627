/**
 * Whose rights are used: our own, or those of organisations that have delegated to us. Settings that
 * are marked so can be given for one konsument alone, by its number (or EGEN) at the end of the name.
 */
import { EGEN } from '../domain/ids.ts'
import { isOrganisasjonsnummer } from '../domain/konsument.ts'
import { isComplete, type Parse, quoted, type Reader } from './env.ts'
import { envPart, oneOf, textSetting } from './setting.ts'
import { choice } from './values.ts'

const SAMTIDIGHET_PER = ['alle', 'konsument'] as const

export type KonsumenterConfig = {
  /** `egen` and organisasjonsnumre, each once. */
  readonly konsumenter: readonly string[]
  /** What maksSamtidigeOppslag is counted over: all konsumenter together, or each by itself. */
  readonly samtidighetPer: (typeof SAMTIDIGHET_PER)[number]
}

export const KONSUMENT_SETTINGS = [
  textSetting(
    'KONSUMENTER',
    'egen, or organisasjonsnumre that have delegated to us, or both, separated by commas',
    'Whose rights to use: `egen`, our own, or those that organisations have delegated to us in Altinn. Each has its own tokens, posisjoner, nøkler and rows. A setting that is _per konsument_ can be given for one of them alone, as `STARTDATO__310000019` or `STARTDATO__EGEN`.',
    EGEN,
  ),
  textSetting(
    'SAMTIDIGHET_PER',
    oneOf(SAMTIDIGHET_PER),
    'Whether `MAKS_SAMTIDIGE_OPPSLAG` is counted over alle konsumenter, which then have the slots by turns, or for each.',
    'alle',
  ),
]

export function readKonsumenter(read: Reader): KonsumenterConfig | undefined {
  const fields = {
    konsumenter: read.value('KONSUMENTER', konsumenter),
    samtidighetPer: read.value('SAMTIDIGHET_PER', choice(SAMTIDIGHET_PER)),
  }
  return isComplete(fields) ? fields : undefined
}

const konsumenter: Parse<readonly string[]> = (text, { form }) => {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '')
  const value = [...new Set(parts.map((part) => part.toLowerCase()))]
  if (value.length === 0) return { problem: `must be ${form}` }
  const wrong = value.filter((one) => one !== EGEN && !isOrganisasjonsnummer(one))
  if (wrong.length === 0) return { value, shown: value.join(',') }
  return {
    problem: `must be ${form}; no organisasjonsnummer by its nine digits and check digit: ${wrong.map(quoted).join(', ')}`,
  }
}

/** The variable that holds for that konsument alone. */
export function nameForKonsument(name: string, konsument: string): string {
  return `${name}__${envPart(konsument)}`
}

/** For settings that are per konsument: what is set for this one alone, else what is set for all. */
export function readerFor(read: Reader, konsument: string): Reader {
  const nameOf = (name: string): string => {
    const own = nameForKonsument(name, konsument)
    return read.isSet(own) ? own : name
  }
  return {
    ...read,
    value: (setting, parse, name = setting) => read.value(setting, parse, nameOf(name)),
    optional: (setting, parse, name = setting) => read.optional(setting, parse, nameOf(name)),
    note: (problem) =>
      read.note(konsument === EGEN ? problem : `${problem} (konsument ${konsument})`),
    show: (setting, text, name = setting) =>
      read.show(setting, text, konsument === EGEN ? name : nameForKonsument(name, konsument)),
  }
}
