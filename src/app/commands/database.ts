/** A command's way to Postgres: one connection, and faults told as an operator needs them. */
import { Fault, Refusal } from '../../domain/errors.ts'
import { checkSchema } from '../../store/migrate.ts'
import { createPool, type Pool } from '../../store/pool.ts'
import { databaseFault } from '../../store/sqlstate.ts'
import type { Call } from './command.ts'

/** @throws ConfigError where the schema is not this program's; else as withConnection */
export function withDatabase(call: Call, work: (pool: Pool) => Promise<boolean>): Promise<boolean> {
  return withConnection(call, async (pool) => {
    await checkSchema(pool)
    return work(pool)
  })
}

/**
 * For what works on any schema. A statement may take as long as it takes: counting what ten million
 * events are about takes minutes, and whoever waits can end it.
 *
 * @param work returns whether it went well
 * @returns false also where the command was refused, or Postgres or an API failed
 */
export async function withConnection(
  { config, print }: Call,
  work: (pool: Pool) => Promise<boolean>,
): Promise<boolean> {
  const { connection } = config.database
  const pool = createPool({ connection, max: 1, isPatient: true, onIdleError: () => undefined })
  try {
    return await work(pool)
  } catch (error) {
    const fault = databaseFault(error)
    if (error instanceof Refusal || error instanceof Fault) print(`not done: ${error.message}`)
    else if (fault) print(`not done: ${fault.advice}`)
    else throw error
    return false
  } finally {
    await pool.end()
  }
}
