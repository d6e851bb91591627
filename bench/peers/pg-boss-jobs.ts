/**
 * What both uses of pg-boss have in common. The policy `short` keeps one waiting job for a key, which
 * is how pg-boss puts events together. It keeps the first one's payload, so the newest event of a key
 * needs a table beside the queue.
 */
import type { Pool, PoolClient } from 'pg'
import { PgBoss } from 'pg-boss'
import { DATABASE_URL, type Event, type Key, keyOf, type Task, tasksOf } from './work.ts'

export const QUEUE = 'oppslag'

const SCHEMA = `
  create table peer.kjent (
    identifikator   text   not null,
    gjelder_periode text   not null,
    sekvensnummer   bigint not null,
    primary key (identifikator, gjelder_periode)
  )`

export async function startBoss(pool: Pool): Promise<PgBoss> {
  await pool.query(SCHEMA)
  const boss = new PgBoss({ connectionString: DATABASE_URL, max: 6 })
  boss.on('error', (error) => process.stderr.write(`${String(error)}\n`))
  await boss.start()
  await boss.createQueue(QUEUE, { policy: 'short', partition: true })
  return boss
}

const NOTE = `
  insert into peer.kjent as known (identifikator, gjelder_periode, sekvensnummer)
  select identifikator, gjelder_periode, sekvensnummer
    from unnest($1::text[], $2::text[], $3::bigint[])
      as page (identifikator, gjelder_periode, sekvensnummer)
      on conflict (identifikator, gjelder_periode) do update
     set sekvensnummer = excluded.sekvensnummer`

/** In the transaction of the page: pg-boss can use our connection. */
export function enqueueBy(boss: PgBoss) {
  return async (client: PoolClient, events: readonly Event[]): Promise<void> => {
    const tasks = tasksOf(events)
    await client.query(NOTE, [
      tasks.map(({ identifikator }) => identifikator),
      tasks.map(({ gjelderPeriode }) => gjelderPeriode),
      tasks.map(({ sekvensnummer }) => sekvensnummer),
    ])
    const jobs = tasks.map(({ identifikator, gjelderPeriode }) => ({
      data: { identifikator, gjelderPeriode },
      singletonKey: keyOf({ identifikator, gjelderPeriode }),
    }))
    await boss.insert(QUEUE, jobs, { db: databaseOf(client) })
  }
}

export function databaseOf(client: Pick<PoolClient, 'query'>) {
  return { executeSql: (text: string, values?: unknown[]) => client.query(text, values) }
}

const NEWEST = `
  select known.sekvensnummer::float8 as "sekvensnummer"
    from unnest($1::text[], $2::text[]) with ordinality as wanted (identifikator, gjelder_periode, place)
    join peer.kjent as known using (identifikator, gjelder_periode)
   order by wanted.place`

/** The look-ups to make for jobs, each with the newest event that is known of its key. */
export async function tasksFor(pool: Pool, keys: readonly Key[]): Promise<readonly Task[]> {
  const { rows } = await pool.query<{ sekvensnummer: number }>(NEWEST, [
    keys.map(({ identifikator }) => identifikator),
    keys.map(({ gjelderPeriode }) => gjelderPeriode),
  ])
  return keys.map((key, place) => ({ ...key, sekvensnummer: rows[place]?.sekvensnummer ?? 0 }))
}
