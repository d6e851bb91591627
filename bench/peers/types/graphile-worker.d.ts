/** Of graphile-worker, what is used here: see pg-boss.d.ts. */
import type { Pool } from 'pg'

type Helpers = { readonly query: Pool['query'] }
type WorkerOptions = {
  connectionString: string
  maxPoolSize: number
  concurrentJobs: number
  localQueue: { size: number }
  completeJobBatchDelay: number
  failJobBatchDelay: number
}
type RunnerOptions<Payload> = {
  logger: Logger
  noHandleSignals: boolean
  connectionString?: string
  concurrency?: number
  taskList: Record<string, (payload: Payload, helpers: Helpers) => Promise<void>>
  preset?: { worker: WorkerOptions }
}

export declare class Logger {
  constructor(factory: () => (level: string, message: string) => void)
  info(message: string): void
}
export declare function run<Payload>(
  options: RunnerOptions<Payload>,
): Promise<{ readonly promise: Promise<void> }>
