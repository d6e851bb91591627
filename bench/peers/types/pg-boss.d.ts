/**
 * Of pg-boss, what is used here. The package is installed only where it is measured, so its own
 * types are not there when ours are checked.
 */
type Database = { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> }
type Job<Data> = { readonly id: string; readonly data: Data }

export declare class PgBoss {
  constructor(options: { connectionString: string; max: number })
  on(event: 'error', listener: (error: unknown) => void): this
  start(): Promise<this>
  createQueue(
    name: string,
    options: { policy: 'short' | 'stately' | 'standard'; partition: boolean },
  ): Promise<void>
  insert(
    name: string,
    jobs: readonly { data: object; singletonKey: string }[],
    options: { db: Database },
  ): Promise<unknown>
  fetch<Data>(name: string, options: { batchSize: number }): Promise<Job<Data>[]>
  complete(
    name: string,
    ids: readonly string[],
    data: undefined,
    options: { db: Database },
  ): Promise<unknown>
  work<Data>(
    name: string,
    options: { batchSize: number; burstWhenBatchFull: boolean; pollingIntervalSeconds: number },
    handler: (jobs: readonly Job<Data>[]) => Promise<void>,
  ): Promise<string>
}
