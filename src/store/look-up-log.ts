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
  select date_trunc('hour', now(), 'UTC'), konsument, oppslag, aarsak, utfall, antall, round(took_ms)
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::float8[])
      as calls (konsument, oppslag, aarsak, utfall, antall, took_ms)
   order by 2, 3, 4, 5
      on conflict (time, konsument, oppslag, aarsak, utfall) do update
     set antall        = logged.antall + excluded.antall,
         millisekunder = logged.millisekunder + excluded.millisekunder`

export async function countLookUps(client: Client, calls: readonly Call[]): Promise<void> {
  const alike = Map.groupBy(calls, ({ nokkel: { konsument, oppslag, aarsak }, utfall }) =>
    [konsument, oppslag, aarsak, utfall].join(' '),
  )
  const groups = [...alike.values()]
  const firsts = groups.flatMap(([first]) => first ?? [])
  await client.query(COUNT, [
    firsts.map(({ nokkel }) => nokkel.konsument),
    firsts.map(({ nokkel }) => nokkel.oppslag),
    firsts.map(({ nokkel }) => nokkel.aarsak),
    firsts.map(({ utfall }) => utfall),
    groups.map(({ length }) => length),
    groups.map((group) => group.reduce((sum, { tookMs = 0 }) => sum + tookMs, 0)),
  ])
}
