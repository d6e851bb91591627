/**
 * graphile-worker at its best: a local queue, completions put together, a page's jobs by one call,
 * five slots of our own under many more jobs at a time, so that none waits for a write.
 *
 * Without its job keys: adding a job whose key another has that is being completed in a batch ends in
 * a deadlock, and the runner stops for good. Whether a key waits is kept in a table beside the queue
 * instead, which also keeps a job from being added while its key's last one begins (its issue 580).
 */
import { run } from 'graphile-worker'
import type { PoolClient } from 'pg'
import { addJobs, QUIET, TASK } from './graphile-jobs.ts'
import { createPosisjon, readAll } from './reading.ts'
import { createSlots, gather } from './slots.ts'
import {
  type Answer,
  createPool,
  DATABASE_URL,
  type Event,
  type Key,
  keyOf,
  storeAnswers,
  type Task,
  tasksOf,
} from './work.ts'

const JOBS = 500

const SCHEMA = `
  create table peer.kjent (
    identifikator   text    not null,
    gjelder_periode text    not null,
    sekvensnummer   bigint  not null,
    venter          boolean not null,
    primary key (identifikator, gjelder_periode)
  ) with (fillfactor = 50)`

// `venter` as it was before: only a key that did not wait gets a job. The task of a key that waits
// has not begun, and nobody begins it while its row is locked here.
const NOTE = `
  with page as (
    select identifikator, gjelder_periode, sekvensnummer
      from unnest($1::text[], $2::text[], $3::bigint[])
        as page (identifikator, gjelder_periode, sekvensnummer)
  ),
  held as (
    select known.identifikator, known.gjelder_periode, known.venter
      from peer.kjent as known
      join page using (identifikator, gjelder_periode)
     order by identifikator, gjelder_periode
       for update of known
  ),
  noted as (
    insert into peer.kjent as known (identifikator, gjelder_periode, sekvensnummer, venter)
    select identifikator, gjelder_periode, sekvensnummer, true
      from page
     where (select count(*) from held) >= 0 -- after they are held
     order by identifikator, gjelder_periode
        on conflict (identifikator, gjelder_periode) do update
       set sekvensnummer = excluded.sekvensnummer,
           venter        = true
  )
  select identifikator   as "identifikator",
         gjelder_periode as "gjelderPeriode"
    from page
   where not exists (
     select 1
       from held
      where held.identifikator = page.identifikator
        and held.gjelder_periode = page.gjelder_periode
        and held.venter)`

const BEGIN = `
  with held as (
    select identifikator, gjelder_periode
      from peer.kjent
      join unnest($1::text[], $2::text[]) as begun (identifikator, gjelder_periode)
     using (identifikator, gjelder_periode)
     order by identifikator, gjelder_periode
       for update of kjent
  )
  update peer.kjent as known
     set venter = false
    from held
   where known.identifikator = held.identifikator and known.gjelder_periode = held.gjelder_periode
  returning known.identifikator         as "identifikator",
            known.gjelder_periode       as "gjelderPeriode",
            known.sekvensnummer::float8 as "sekvensnummer"`

const pool = createPool(3)
await createPosisjon(pool)
await pool.query(SCHEMA)

async function enqueue(client: PoolClient, events: readonly Event[]): Promise<void> {
  const tasks = tasksOf(events)
  const { rows } = await client.query<Key>(NOTE, [
    ...columns(tasks),
    tasks.map(({ sekvensnummer }) => sekvensnummer),
  ])
  await addJobs(client, rows)
}

function columns(keys: readonly Key[]): [string[], string[]] {
  return [
    keys.map(({ identifikator }) => identifikator),
    keys.map(({ gjelderPeriode }) => gjelderPeriode),
  ]
}

const slot = createSlots()
const begun = gather<Key, Task | undefined>(async (keys) => {
  const { rows } = await pool.query<Task>(BEGIN, columns(keys))
  const tasks = new Map(rows.map((task) => [keyOf(task), task]))
  return keys.map((key) => tasks.get(keyOf(key)))
})
const done = gather<Answer, void>(async (answers) => {
  await storeAnswers(pool, answers)
  return answers.map(() => undefined)
})

async function resolve(key: Key): Promise<void> {
  const task = await begun.add(key)
  if (task !== undefined) await done.add(await slot(task))
}

const runner = await run<Key>({
  logger: QUIET,
  noHandleSignals: true,
  taskList: { [TASK]: resolve },
  preset: {
    worker: {
      connectionString: DATABASE_URL,
      maxPoolSize: 6,
      concurrentJobs: JOBS,
      localQueue: { size: JOBS + 1 },
      completeJobBatchDelay: 10,
      failJobBatchDelay: 10,
    },
  },
})

await Promise.all([runner.promise, readAll(pool, enqueue)])
