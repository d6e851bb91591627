/** What must be right before anything is followed: the schema, the tables, the posisjoner's sources (P14). */
import type { Config } from '../config/config.ts'
import { ConfigError } from '../domain/errors.ts'
import { newRettighetspakker, sharedOppslag, sourceProblems } from '../follow/source.ts'
import type { Log } from '../lib/log.ts'
import { supervise } from '../lib/supervise.ts'
import { checkChangeFeed } from '../store/change-feed.ts'
import { hasEventIndex, makeEventIndex } from '../store/event-index.ts'
import { saveFulgteOppslag } from '../store/fulgt-oppslag.ts'
import { checkSchema, ensureTables, migrate } from '../store/migrate.ts'
import type { Pool } from '../store/pool.ts'
import { addRettighetspakker, loadKilder } from '../store/position.ts'
import { grantRights } from '../store/roles.ts'
import { databaseFault } from '../store/sqlstate.ts'
import { expectedKilder, fulgteOppslag, storedOppslag } from './followed.ts'

/** @returns false when told to stop before Postgres could be reached: it is waited for (P13) */
export async function untilPrepared(
  config: Config,
  pool: Pool,
  log: Log,
  stop: AbortSignal,
): Promise<boolean> {
  let done = false
  let refusal: ConfigError | undefined
  await supervise(
    async () => {
      try {
        await prepare(config, pool, log)
        done = true
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error
        refusal = error
      }
    },
    {
      onFailure: (error, failures, waitMs) => {
        const advice = databaseFault(error)?.advice
        log.error({ error, advice, failures, waitMs }, 'database not usable yet')
      },
      onRecovery: (failures) => log.info({ failures }, 'database is usable'),
    },
    stop,
  )
  if (refusal) throw refusal
  return done
}

/** @throws ConfigError when the schema or a stored posisjon forbids to start */
async function prepare(config: Config, pool: Pool, log: Log): Promise<void> {
  const { connection, migrationConnection, migrations } = config.database
  if (migrations === 'run') {
    const run = await migrate(migrationConnection ?? connection)
    if (run.length > 0) log.info({ migrations: run }, 'schema migrated')
  }
  if (migrations !== 'off') await checkSchema(pool)
  await checkChangeFeed(pool)
  await ensureTables(pool, storedOppslag(config))
  await claimSources(config, pool)
  await saveFulgteOppslag(pool, fulgteOppslag(config))
  if (config.folg === 'bevakede') await prepareWatching(config, pool, log)
  await grantRights(pool)
}

async function prepareWatching({ database }: Config, pool: Pool, log: Log): Promise<void> {
  if (await hasEventIndex(pool)) return
  if (database.migrations === 'run') {
    await makeEventIndex(database.migrationConnection ?? database.connection)
  } else {
    log.warn({}, 'the watch list lacks an index, see docs/bevaking.md')
  }
}

async function claimSources(config: Config, pool: Pool): Promise<void> {
  const expected = expectedKilder(config)
  const stored = await loadKilder(pool)
  const problems = [...sharedOppslag(config.lister), ...sourceProblems(expected, stored)]
  if (problems.length > 0) throw new ConfigError(problems)

  for (const { fulgt, kilde } of expected) {
    const key = { konsument: fulgt.konsument, liste: fulgt.liste.id }
    const row = stored.find((one) => one.konsument === key.konsument && one.liste === key.liste)
    if (row) await addRettighetspakker(pool, key, newRettighetspakker(kilde, row.kilde))
  }
}
