/** The daemon's settings as the daemon reads them, for what is measured without it. */
import { readFileSync } from 'node:fs'
import { type Config, readConfig } from '../../src/config/config.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { importKey } from '../../src/maskinporten/key.ts'

export function configOf(settings: Readonly<Record<string, string>>): Config {
  return readConfig(
    { DATABASE_URL: 'postgres://nowhere/', ...settings },
    {
      readFile: (path, encoding) => readFileSync(path, encoding ?? 'utf8'),
      loadKatalog,
      checkKey: importKey,
      planProblem: () => null,
      today: new Date().toISOString().slice(0, 10),
    },
  )
}
