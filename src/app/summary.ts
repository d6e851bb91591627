/** What the daemon says of itself when it begins to follow: enough to tell one deployment from another. */
import type { Config } from '../config/config.ts'
import type { LogFields } from '../lib/log.ts'
import { summary } from '../operate/hourly.ts'
import type { Status } from '../operate/status/status.ts'
import { describeServer, type Pool } from '../store/pool.ts'
import { unconfirmed } from './followed.ts'

export async function startUpSummary(
  config: Config,
  version: string,
  pool: Pool,
  status: () => Promise<Status>,
): Promise<LogFields> {
  const { maskinporten } = config
  return {
    version,
    miljoe: config.skatteetaten.url,
    client: maskinporten?.kind === 'grant' ? maskinporten.clientId : undefined,
    // It is described, not needed: what it fails at is told by those who need it.
    database: await describeServer(pool).catch(() => undefined),
    konsumenter: config.konsumenter,
    lister: [...new Set(config.lister.map(({ liste }) => liste.id))],
    slots: config.maksSamtidigeOppslag,
    ...summary(await status()),
    unconfirmed: unconfirmed(config),
  }
}
