/** Identities that would be confused if they were bare bigints, and the words for those that are text. */

declare const brand: unique symbol
type Branded<Value, Name extends string> = Value & { readonly [brand]: Name }

/**
 * A hendelse's place in its hendelsesliste: positive, with gaps, never reused. A bigint, because
 * the API's numbers are 64 bits and JSON numbers stop being exact at 2^53.
 */
export type Sekvensnummer = Branded<bigint, 'Sekvensnummer'>

/** Postgres' largest bigint; the API's `int64` has the same bound. */
export const MAX_SEKVENSNUMMER = 9_223_372_036_854_775_807n

export function sekvensnummer(value: bigint): Sekvensnummer {
  if (value <= 0n || value > MAX_SEKVENSNUMMER) {
    throw new RangeError(`a sekvensnummer is from 1 to ${MAX_SEKVENSNUMMER}, got ${value}`)
  }
  return value as Sekvensnummer
}

/** A number from the sequence folger.versjon, given to a nøkkel each time an event touches it. */
export type Versjon = Branded<bigint, 'Versjon'>

export function versjon(value: bigint): Versjon {
  return value as Versjon
}

/** The konsument whose rights are our own; any other konsument is an organisasjonsnummer. */
export const EGEN = 'egen'
