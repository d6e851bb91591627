/** A call, and the words in which faults, holds and waits say which calls they mean. */
import { z } from 'zod'

export const KINDS = ['liste', 'start', 'oppslag', 'token', 'sidecar', 'annet'] as const
export type Kind = (typeof KINDS)[number]

export type Kall = {
  readonly kind: Kind
  /** The API's host label; `maskinporten` for tokens and the sidecar. */
  readonly vert: string
  /** The hendelsesliste's or the oppslag's id in the katalog; empty for other calls. */
  readonly id: string
  /** Empty unless it is an oppslag, as is gjelderPeriode. */
  readonly identifikator: string
  readonly gjelderPeriode: string
  /** Whose token it came with; empty for calls without one that holds. */
  readonly konsument: string
  readonly korrelasjonsid: string | undefined
  /** What was sent; 0 until then, and for good where nothing was. */
  status: number
}

/** Every field given must be the call's own; none given means every call. */
export const matchSchema = z.strictObject({
  kind: z.enum(KINDS).optional(),
  vert: z.string().optional(),
  /** A hendelsesliste's id: its pages and its `/start`. */
  liste: z.string().optional(),
  oppslag: z.string().optional(),
  identifikator: z.string().optional(),
  gjelderPeriode: z.string().optional(),
  konsument: z.string().optional(),
})
export type Match = Readonly<z.infer<typeof matchSchema>>

export function matches(match: Match, kall: Kall): boolean {
  return (
    (match.kind === undefined || match.kind === kall.kind) &&
    (match.vert === undefined || match.vert === kall.vert) &&
    (match.liste === undefined || (match.liste === kall.id && kall.kind !== 'oppslag')) &&
    (match.oppslag === undefined || (match.oppslag === kall.id && kall.kind === 'oppslag')) &&
    (match.identifikator === undefined || match.identifikator === kall.identifikator) &&
    (match.gjelderPeriode === undefined || match.gjelderPeriode === kall.gjelderPeriode) &&
    (match.konsument === undefined || match.konsument === kall.konsument)
  )
}
