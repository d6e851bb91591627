/** The daemon's settings as the daemon reads them, for what runs without it. */
import { configDeps } from '../../src/app/config-deps.ts'
import { type Config, readConfig } from '../../src/config/config.ts'

export function configOf(settings: Readonly<Record<string, string>>): Config {
  return readConfig({ DATABASE_URL: 'postgres://nowhere/', ...settings }, configDeps)
}
