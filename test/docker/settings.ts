/** Reads settings as the program will, with secrets as a platform would mount them. */
import { configDeps } from '../../src/app/config-deps.ts'
import { type Config, readConfig } from '../../src/config/config.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { JWK } from '../config/fixtures.ts'

export type Env = Readonly<Record<string, string>>

export const KATALOG = loadKatalog()

const SECRETS: readonly (readonly [file: RegExp, content: string])[] = [
  [/jwk/, JWK],
  [/database-url/, 'postgres://folger:hemmelig@db.internal:5432/skatt'],
]

/** @throws ConfigError with all that is wrong */
export function configOf(env: Env): Config {
  return readConfig(env, {
    ...configDeps,
    readFile: (path) => {
      const secret = SECRETS.find(([file]) => file.test(path))
      if (!secret) throw new Error(`nothing mounts ${path}`)
      return secret[1]
    },
    loadKatalog: () => KATALOG,
    today: '2026-01-01',
  })
}
