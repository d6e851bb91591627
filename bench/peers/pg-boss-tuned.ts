/**
 * pg-boss at its best: jobs are fetched many at a time before they are needed, five slots of our own
 * never wait for them, and answers and completions are written many at a time in one transaction.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { databaseOf, enqueueBy, QUEUE, startBoss, tasksFor } from './pg-boss-jobs.ts'
import { createPosisjon, readAll } from './reading.ts'
import { gather } from './slots.ts'
import {
  type Answer,
  createPool,
  inTransaction,
  type Key,
  lookUp,
  SLOTS,
  storeAnswers,
  type Task,
} from './work.ts'

/** Jobs at a time; half of them are left when more are fetched. */
const FETCH = 500

/** Answers that may wait for Postgres. */
const MOST_ANSWERS = 1_000

type Job = { readonly id: string; readonly task: Task }
type Done = { readonly id: string; readonly answer: Answer }

const pool = createPool(3)
await createPosisjon(pool)
const boss = await startBoss(pool)

const ready: Job[] = []
let fetching: Promise<void> | undefined

async function fetchMore(): Promise<void> {
  const jobs = await boss.fetch<Key>(QUEUE, { batchSize: FETCH })
  const tasks = await tasksFor(
    pool,
    jobs.map(({ data }) => data),
  )
  for (const [place, { id }] of jobs.entries()) {
    const task = tasks[place]
    if (task !== undefined) ready.push({ id, task })
  }
  if (jobs.length === 0) await delay(50)
}

async function nextJob(): Promise<Job> {
  for (;;) {
    if (ready.length < FETCH / 2) fetching ??= fetchMore().finally(() => (fetching = undefined))
    const job = ready.shift()
    if (job !== undefined) return job
    await fetching
  }
}

const done = gather<Done, void>((batch) =>
  inTransaction(pool, async (client) => {
    await storeAnswers(
      client,
      batch.map(({ answer }) => answer),
    )
    await boss.complete(
      QUEUE,
      batch.map(({ id }) => id),
      undefined,
      { db: databaseOf(client) },
    )
    return batch.map(() => undefined)
  }),
)

async function slot(): Promise<never> {
  for (;;) {
    const { id, task } = await nextJob()
    const stored = done.add({ id, answer: { ...task, data: await lookUp(task) } })
    if (done.size() > MOST_ANSWERS) await stored
  }
}

await Promise.all([readAll(pool, enqueueBy(boss)), ...Array.from({ length: SLOTS }, () => slot())])
