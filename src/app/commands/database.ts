/** A command's way to Postgres: one connection, and faults told as an operator needs them. */
import { Refusal } from '../../domain/errors.ts'
import { checkSchema } from '../../store/migrate.ts'
import { createPool, type Pool } from '../../store/pool.ts'
import { databaseFault } from '../../store/sqlstate.ts'
import type { Call } from './command.ts'

/** @throws ConfigError where the schema is not this program's; else as withConnection */
export function withDatabase(
  call: Call,
  work: (pool: Pool) => Promise<boolean>,
  isPatient = false,
): Promise<boolean> {
  const checked = async (pool: Pool): Promise<boolean> => {
    await checkSchema(pool)
    return work(pool)
  }
  return withConnection(call, checked, isPatient)
}

/**
 * For what works on any schema.
 *
 * @param work returns whether it went well
 * @param isPatient whether a statement may take as long as it takes
 * @returns false also where the command was refused, or Postgres failed
 */
export async function withConnection(
  { config, print }: Call,
  work: (pool: Pool) => Promise<boolean>,
  isPatient = false,
): Promise<boolean> {
  const { connection } = config.database
  const pool = createPool({ connection, max: 1, isPatient, onIdleError: () => undefined })
  try {
    return await work(pool)
  } catch (error) {
    const fault = databaseFault(error)
    if (error instanceof Refusal) print(`not done: ${error.message}`)
    else if (fault) print(`not done: ${fault.advice}`)
    else throw error
    return false
  } finally {
    await pool.end()
  }
}
