/**
 * pg-boss as its documentation shows it: `work` with a handler. In batches of five, and without a
 * wait after a full one: one job at a time would make two a second for each worker, by its polling.
 */
import { enqueueBy, QUEUE, startBoss, tasksFor } from './pg-boss-jobs.ts'
import { createPosisjon, readAll } from './reading.ts'
import { createPool, type Key, lookUp, SLOTS, storeAnswers } from './work.ts'

const pool = createPool(3)
await createPosisjon(pool)
const boss = await startBoss(pool)

await boss.work<Key>(
  QUEUE,
  { batchSize: SLOTS, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 },
  async (jobs) => {
    const tasks = await tasksFor(
      pool,
      jobs.map(({ data }) => data),
    )
    const answers = await Promise.all(
      tasks.map(async (task) => ({ ...task, data: await lookUp(task) })),
    )
    await storeAnswers(pool, answers)
  },
)

await readAll(pool, enqueueBy(boss))
