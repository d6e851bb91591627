/** The events of one hendelsesliste, in the order of their numbers. */
import type { Hendelse } from '../../src/domain/hendelse.ts'
import { sekvensnummer } from '../../src/domain/ids.ts'
import type { Liste } from '../../src/domain/katalog.ts'

/** An entry as the simulator keeps it: a million of them fit in memory. */
export type Oppforing = {
  readonly sekvensnummer: bigint
  readonly identifikator: string | null
  readonly gjelderPeriode: string | null
  readonly hendelsetype: string | null
  /** Seconds since 1970. What `/start?dato=` goes by, also on lists that don't show it. */
  readonly registrert: number
  /** As it stands in the page; undefined: `registrert` in UTC. */
  readonly registreringstidspunkt: string | undefined
  readonly typeSkattepliktig: string | undefined
  /** Further fields of the entry, as one JSON object in text. */
  readonly andreFelt: string | undefined
  /** The whole entry as JSON text, instead of all this. */
  readonly json: string | undefined
}

/** Keeps the order of the numbers; a number that is there already is put in again after it. */
export function insert(events: Oppforing[], event: Oppforing): void {
  const last = events.at(-1)
  if (last === undefined || last.sekvensnummer <= event.sekvensnummer) events.push(event)
  else events.splice(firstFrom(events, event.sekvensnummer + 1n), 0, event)
}

/** The place of the first event with that number or above. */
export function firstFrom(events: readonly Oppforing[], nummer: bigint): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const event = events[middle]
    if (event !== undefined && event.sekvensnummer < nummer) low = middle + 1
    else high = middle
  }
  return low
}

/** The event's registreringstidspunkt as it stands in the page. */
export function tidspunkt(event: Oppforing): string {
  return (
    event.registreringstidspunkt ??
    `${new Date(event.registrert * 1000).toISOString().slice(0, 19)}Z`
  )
}

/** What a reader of the list should make of it. @param utvidet whether the list shows all fields */
export function asHendelse({ felt }: Liste, utvidet: boolean, event: Oppforing): Hendelse {
  return {
    sekvensnummer: sekvensnummer(event.sekvensnummer),
    identifikator: event.identifikator,
    gjelderPeriode: felt.gjelderPeriode === null ? null : event.gjelderPeriode,
    registreringstidspunkt: utvidet ? tidspunkt(event) : null,
    hendelsetype: utvidet ? event.hendelsetype : null,
    typeSkattepliktig: event.typeSkattepliktig ?? null,
    andreFelt: event.andreFelt ?? null,
  }
}
