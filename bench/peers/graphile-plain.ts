/** graphile-worker as its documentation shows it: `run` with a task, five at a time. */
import { run } from 'graphile-worker'
import { enqueue, QUIET, TASK } from './graphile-jobs.ts'
import { createPosisjon, readAll } from './reading.ts'
import { createPool, DATABASE_URL, lookUp, SLOTS, storeAnswers, type Task } from './work.ts'

const pool = createPool(2)
await createPosisjon(pool)

const runner = await run<Task>({
  logger: QUIET,
  noHandleSignals: true,
  connectionString: DATABASE_URL,
  concurrency: SLOTS,
  taskList: {
    [TASK]: async (task, { query }) => {
      await storeAnswers({ query }, [{ ...task, data: await lookUp(task) }])
    },
  },
})

await Promise.all([runner.promise, readAll(pool, enqueue)])
