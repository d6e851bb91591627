/**
 * The design of Kartverket's follower: one loop stores pages and marks what is to be looked up in a
 * status column, another takes five marked rows with SKIP LOCKED, looks them up at once and writes
 * all five before it takes more. Both ask Skatteetaten inside a transaction, as there.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { createPosisjon, loadPosisjon, savePosisjon } from './reading.ts'
import {
  type Answer,
  createPool,
  type Event,
  inTransaction,
  lookUp,
  READ_EVERY_MS,
  readPage,
  SLOTS,
  storeAnswers,
  type Task,
  tasksOf,
} from './work.ts'

const SCHEMA = `
  create table peer.hendelse (sekvensnummer bigint primary key, innhold jsonb not null);
  create table peer.dokument (
    identifikator   text        not null,
    gjelder_periode text        not null,
    sekvensnummer   bigint      not null,
    status          text        not null,
    oppdatert_at    timestamptz not null default now(),
    primary key (identifikator, gjelder_periode)
  );
  create index dokument_status on peer.dokument (status, oppdatert_at);`

const INSERT_EVENTS = `
  insert into peer.hendelse (sekvensnummer, innhold)
  select sekvensnummer, innhold
    from unnest($1::bigint[], $2::jsonb[]) as page (sekvensnummer, innhold)
      on conflict (sekvensnummer) do nothing`

const MARK = `
  insert into peer.dokument as known (identifikator, gjelder_periode, sekvensnummer, status)
  select identifikator, gjelder_periode, sekvensnummer, 'KREVER_SYNKRONISERING'
    from unnest($1::text[], $2::text[], $3::bigint[])
      as page (identifikator, gjelder_periode, sekvensnummer)
      on conflict (identifikator, gjelder_periode) do update
     set sekvensnummer = excluded.sekvensnummer,
         status        = excluded.status,
         oppdatert_at  = now()`

const TAKE = `
  select identifikator         as "identifikator",
         gjelder_periode       as "gjelderPeriode",
         sekvensnummer::float8 as "sekvensnummer"
    from peer.dokument
   where status = 'KREVER_SYNKRONISERING'
   order by oppdatert_at
   limit ${SLOTS}
     for update skip locked`

const DONE = `
  update peer.dokument as known
     set status = 'SYNKRONISERT', oppdatert_at = now()
    from unnest($1::text[], $2::text[]) as done (identifikator, gjelder_periode)
   where known.identifikator = done.identifikator and known.gjelder_periode = done.gjelder_periode`

const pool = createPool(2)
await createPosisjon(pool)
await pool.query(SCHEMA)

function columns(tasks: readonly Task[]): [string[], string[]] {
  return [
    tasks.map(({ identifikator }) => identifikator),
    tasks.map(({ gjelderPeriode }) => gjelderPeriode),
  ]
}

async function readEvents(): Promise<never> {
  for (;;) {
    const events = await inTransaction(pool, async (client): Promise<readonly Event[]> => {
      const page = await readPage(await loadPosisjon(client))
      const last = page.at(-1)
      if (last === undefined) return page
      await client.query(INSERT_EVENTS, [
        page.map(({ sekvensnummer }) => sekvensnummer),
        page.map((event) => JSON.stringify(event)),
      ])
      const tasks = tasksOf(page)
      await client.query(MARK, [...columns(tasks), tasks.map(({ sekvensnummer }) => sekvensnummer)])
      await savePosisjon(client, last.sekvensnummer + 1)
      return page
    })
    if (events.length === 0) await delay(READ_EVERY_MS)
  }
}

async function synchronise(): Promise<never> {
  for (;;) {
    const taken = await inTransaction(pool, async (client) => {
      const { rows } = await client.query<Task>(TAKE)
      const answers = await Promise.all(
        rows.map(async (task): Promise<Answer> => ({ ...task, data: await lookUp(task) })),
      )
      await storeAnswers(client, answers)
      await client.query(DONE, columns(rows))
      return rows.length
    })
    if (taken === 0) await delay(50)
  }
}

await Promise.all([readEvents(), synchronise()])
