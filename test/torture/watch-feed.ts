/** A reader of the change feed, as an application would be, while everything breaks. */
import type { Pool } from '../../src/store/pool.ts'
import { again } from './again.ts'

export type FeedRow = {
  readonly transaksjon: string
  readonly endringsnummer: bigint
  readonly nokkel: string
  readonly type: string
}

type ReadRow = FeedRow & {
  /** Of the simulator's answer that the table held when the change was read. */
  readonly versjon: number | null
}

// The next changes, and what the table says about them.
const FEED = `
  select endring.transaksjon::text as "transaksjon",
         endring.endringsnummer    as "endringsnummer",
         endring.oppslag || ' ' || endring.identifikator || ' ' || endring.gjelder_periode as "nokkel",
         endring.type              as "type",
         (opplysning.data ->> 'simulatorVersjon')::int as "versjon"
    from skatt.endringer_etter($1::xid8, $2, 500) as endring
    left join skatt.opplysning as opplysning
   using (konsument, identifikator, gjelder_periode, oppslag)
   order by endring.transaksjon, endring.endringsnummer`

/** Keeps every row in the order it came, in `rows`. Runs until `signal` aborts. */
export async function readFeed(
  pool: Pool,
  rows: FeedRow[],
  violated: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const newest = new Map<string, number>()
  await again(signal, async () => {
    const last = rows.at(-1)
    const place = [last?.transaksjon ?? '0', last?.endringsnummer ?? 0n]
    for (const { versjon, ...row } of (await pool.query<ReadRow>(FEED, place)).rows) {
      rows.push(row)
      if (versjon === null) continue
      const before = newest.get(row.nokkel) ?? 0
      if (versjon < before) {
        violated(`P4: a reader saw versjon ${versjon} of a nøkkel after versjon ${before}`)
      }
      newest.set(row.nokkel, Math.max(versjon, before))
    }
  })
}
