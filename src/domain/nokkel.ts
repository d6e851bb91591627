import type { Sekvensnummer, Versjon } from './ids.ts'

/** What one oppslag is about. However many hendelser name a nøkkel, it is looked up once. */
export type Nokkel = {
  readonly konsument: string
  readonly oppslag: string
  readonly identifikator: string
  /** The event's gjelderPeriode; empty where the list has no periods. */
  readonly gjelderPeriode: string
}

/** Why a call is made (P5): nothing is looked up without one of these. */
export type Aarsak = 'hendelse' | 'bevaking' | 'operatoer' | 'plan'

/** A nøkkel as one string, for maps in memory; never for logs: it holds the identifikator. */
export function nokkelText(n: Nokkel): string {
  return JSON.stringify([n.konsument, n.oppslag, n.identifikator, n.gjelderPeriode])
}

/** A nøkkel whose stored data is older than the newest event about it. */
export type VentendeOppslag = Nokkel & {
  readonly versjon: Versjon
  readonly aarsak: Aarsak
  /** 0 live, 1 backlog: live nøkler are looked up first. */
  readonly prioritet: number
  /** The list whose event made it wait, and the newest of those events; null for other reasons. */
  readonly liste: string | null
  readonly sekvensnummer: Sekvensnummer | null
  /** Tries already spent on this versjon that failed by the nøkkel's own fault; from 0. */
  readonly forsok: number
  /** When the oldest event that waits was read, and when it was registered; milliseconds since 1970. */
  readonly mottattMs: number
  /** Null on lists without registreringstidspunkt, and for other reasons than an event. */
  readonly registrertMs: number | null
}
