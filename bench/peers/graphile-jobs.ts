/** What both uses of graphile-worker have in common. */
import { Logger } from 'graphile-worker'
import type { PoolClient } from 'pg'
import { type Event, type Key, keyOf, tasksOf } from './work.ts'

export const TASK = 'oppslag'

/** It would write a line for each job. */
export const QUIET = new Logger(() => (level, message) => {
  if (level === 'error') process.stderr.write(`${message}\n`)
})

const ADD_KEYED = `
  select count(*)
    from graphile_worker.add_jobs(array(
      select ('${TASK}', payload, null, null, null, job_key, null, null)::graphile_worker.job_spec
        from unnest($1::json[], $2::text[]) as page (payload, job_key)))`

/** A job for each key; one that waits gets the newer payload. In the transaction of the page. */
export async function enqueue(client: PoolClient, events: readonly Event[]): Promise<void> {
  const tasks = tasksOf(events)
  await client.query(ADD_KEYED, [tasks.map((task) => JSON.stringify(task)), tasks.map(keyOf)])
}

const ADD = `
  select count(*)
    from graphile_worker.add_jobs(array(
      select ('${TASK}', payload, null, null, null, null, null, null)::graphile_worker.job_spec
        from unnest($1::json[]) as page (payload)))`

export async function addJobs(client: PoolClient, keys: readonly Key[]): Promise<void> {
  await client.query(ADD, [keys.map((key) => JSON.stringify(key))])
}
