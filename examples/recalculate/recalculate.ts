/**
 * Decides anew when the income of a month changes that a decision was made by: DATABASE_URL=... node
 * recalculate.ts. An employer may correct March in October; the hendelsesliste says so, the daemon
 * looks the month up again, and the change feed tells us.
 *
 * Reading, deciding and confirming are one transaction in one database: each change is acted on
 * exactly once, wherever this process is killed.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'

const READ = `
  select transaksjon::text, endringsnummer, identifikator, gjelder_periode
    from skatt.les_endringer('recalculate', 500, array['inntekt'])`

// Only months that a decision was made by, and only where the sum is another one: a corrected
// report may come to the same. A month that is deleted counts as nothing earned.
const DECIDE_ANEW = `
  with changed as (
    select distinct identifikator, month
      from unnest($1::text[], $2::text[]) as changed (identifikator, month)
  ),
  earned as (
    select changed.identifikator, changed.month, coalesce(sum(post.beloep), 0) as income
      from changed
      left join skatt.v_inntekt_post as post
        on post.konsument = 'egen'
       and post.identifikator = changed.identifikator
       and post.gjelder_periode = changed.month
     group by changed.identifikator, changed.month
  ),
  outdated as (
    select decision.identifikator, decision.month, decision.income as before, earned.income as after
      from decision
      join earned using (identifikator, month)
     where decision.income <> earned.income
  ),
  decided as (
    update decision
       set income = outdated.after, decided_at = now()
      from outdated
     where decision.identifikator = outdated.identifikator
       and decision.month = outdated.month
  )
  insert into recalculation (identifikator, month, income_before, income_after)
  select identifikator, month, before, after
    from outdated`

type Change = {
  readonly transaksjon: string
  readonly endringsnummer: string
  readonly identifikator: string
  readonly gjelder_periode: string
}

const IDLE_MS = 1_000

/** @returns whether there was anything to do */
async function recalculate(client: Client): Promise<boolean> {
  await client.query('begin')
  const { rows } = await client.query<Change>(READ)
  const last = rows.at(-1)
  if (last !== undefined) {
    await client.query(DECIDE_ANEW, [
      rows.map((change) => change.identifikator),
      rows.map((change) => change.gjelder_periode),
    ])
    await client.query(`select skatt.bekreft('recalculate', $1, $2)`, [
      last.transaksjon,
      last.endringsnummer,
    ])
  }
  await client.query('commit')
  return last !== undefined
}

const client = new Client({ connectionString: process.env['DATABASE_URL'] })
const stop = new AbortController()
for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort())

await client.connect()
while (!stop.signal.aborted) {
  if (await recalculate(client)) continue
  await delay(IDLE_MS, undefined, { signal: stop.signal }).catch(() => undefined)
}
await client.end()
