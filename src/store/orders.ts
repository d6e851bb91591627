/** What operators have commanded and running loops must know: how many commands there were, and what is paused. */
import type { Pool } from './pool.ts'

export type OperatorPause = {
  readonly art: 'alt' | 'liste' | 'api'
  readonly navn: string
  /** `*`: for all of them. */
  readonly konsument: string
}

export type Orders = {
  /** Grows with each command that running loops must know of. */
  readonly nummer: bigint
  readonly pauses: readonly OperatorPause[]
}

const LOAD = `
  select orders.nummer    as "nummer",
         paused.art       as "art",
         paused.navn      as "navn",
         paused.konsument as "konsument"
    from folger.ordre as orders
    left join folger.pause as paused on true`

type Row = { readonly nummer: bigint } & (
  OperatorPause | { readonly art: null; readonly navn: null; readonly konsument: null }
)

export async function loadOrders(pool: Pool): Promise<Orders> {
  const { rows } = await pool.query<Row>(LOAD)
  return {
    nummer: rows[0]?.nummer ?? 0n,
    pauses: rows.filter((row) => row.art !== null),
  }
}
