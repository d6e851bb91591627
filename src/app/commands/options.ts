/** Options that several commands have. */
import { EGEN, sekvensnummer } from '../../domain/ids.ts'
import { type Given, UsageError } from './command.ts'

export const DRY_RUN = { 'dry-run': { type: 'boolean' } } as const
export const KONSUMENT = { konsument: { type: 'string' } } as const

export function isDryRun(given: Given): boolean {
  return given.values['dry-run'] === true
}

/** @returns null where it is not given */
export function optionalText({ values }: Given, option: string): string | null {
  const value = values[option]
  if (value === undefined) return null
  if (typeof value === 'string' && value !== '') return value
  throw new UsageError(`--${option} is empty`)
}

/** Whose watch list, posisjon or rights: our own unless it is said. */
export function konsumentOf(given: Given): string {
  return optionalText(given, 'konsument') ?? EGEN
}

/** @throws UsageError unless it is a sekvensnummer */
export function numberOf(text: string, option: string): bigint {
  try {
    return sekvensnummer(BigInt(text))
  } catch {
    throw new UsageError(`--${option} is a whole number from 1 on`)
  }
}
