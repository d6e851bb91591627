/** Calls counted by hour, reason and outcome (P5), in the transaction that stores what they told. */
import type { VentendeOppslag } from '../domain/nokkel.ts'
import type { Client } from './pool.ts'

export type Call = {
  readonly nokkel: Pick<VentendeOppslag, 'konsument' | 'oppslag' | 'aarsak'>
  /** An answer's kind or a fault's code. */
  readonly utfall: string
  readonly tookMs?: number | undefined
}

const COUNT = `
  insert into folger.oppslagslogg as logged (time, konsument, oppslag, aarsak, utfall, antall,
    millisekunder)
  select date_trunc('hour', now(), 'UTC'), konsument, oppslag, aarsak, utfall, count(*),
         round(sum(took_ms))
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[])
      as call (konsument, oppslag, aarsak, utfall, took_ms)
   group by 2, 3, 4, 5
   order by 2, 3, 4, 5
      on conflict (time, konsument, oppslag, aarsak, utfall) do update
     set antall        = logged.antall + excluded.antall,
         millisekunder = logged.millisekunder + excluded.millisekunder`

export async function countLookUps(client: Client, calls: readonly Call[]): Promise<void> {
  await client.query(COUNT, [
    calls.map(({ nokkel }) => nokkel.konsument),
    calls.map(({ nokkel }) => nokkel.oppslag),
    calls.map(({ nokkel }) => nokkel.aarsak),
    calls.map(({ utfall }) => utfall),
    calls.map(({ tookMs = 0 }) => tookMs),
  ])
}
