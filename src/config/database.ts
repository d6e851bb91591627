/**
 * Where Postgres is. The first of these that is set: DATABASE_ENV_PREFIX, DATABASE_URL, PGHOST and
 * its like, PGURL, the one set of NAIS_DATABASE_<X>_*. Parts go before a URL of the same origin,
 * because NAIS builds PGURL without percent-encoding.
 */
import type { Connection } from '../domain/database.ts'
import { postgresUrl } from './addresses.ts'
import { DATABASE_TLS_SETTINGS, readDatabaseTls, withoutTls } from './database-tls.ts'
import { isComplete, type Parse, type Reader } from './env.ts'
import { integerSetting, oneOf, secretSetting, textSetting } from './setting.ts'
import { anyText, choice, integer, matching } from './values.ts'

const MIGRATIONS = ['run', 'check', 'off'] as const

export type DatabaseConfig = {
  readonly connection: Connection
  /** For migrations alone: past a pooler, or as another role. Null: the connection above. */
  readonly migrationConnection: Connection | null
  readonly migrations: (typeof MIGRATIONS)[number]
  readonly poolMax: number
}

const POSTGRES_URL = 'a URL such as postgres://user:password@host:5432/database'
const PORT = { min: 1, max: 65_535, default: 5432 }

export const DATABASE_SETTINGS = [
  secretSetting(
    'DATABASE_URL',
    POSTGRES_URL,
    'The database. Required unless one of the other ways to name it is used.',
  ),
  textSetting('PGHOST', 'a host', 'The database in parts, used where `DATABASE_URL` is not set.'),
  integerSetting('PGPORT', PORT, 'Its port.'),
  textSetting('PGDATABASE', "the database's name", 'Its name. Required with `PGHOST`.'),
  textSetting('PGUSER', "a role's name", 'The role to connect as. Required with `PGHOST`.'),
  secretSetting('PGPASSWORD', 'a password', "The role's password."),
  secretSetting('PGURL', POSTGRES_URL, 'As `DATABASE_URL`, used where `PGHOST` is not set.'),
  textSetting('NAIS_DATABASE_<X>_HOST', 'a host', 'As `PGHOST`; NAIS sets it for Cloud SQL.'),
  integerSetting('NAIS_DATABASE_<X>_PORT', PORT, 'As `PGPORT`.'),
  textSetting('NAIS_DATABASE_<X>_DATABASE', "the database's name", 'As `PGDATABASE`.'),
  textSetting('NAIS_DATABASE_<X>_USERNAME', "a role's name", 'As `PGUSER`.'),
  secretSetting('NAIS_DATABASE_<X>_PASSWORD', 'a password', 'As `PGPASSWORD`.'),
  secretSetting('NAIS_DATABASE_<X>_URL', POSTGRES_URL, 'As `PGURL`.'),
  textSetting(
    'DATABASE_ENV_PREFIX',
    'the start of variable names such as NAIS_DATABASE_MYAPP_MYDB',
    'Which variables name the database: those that begin so and go on with `_HOST` and so on. Needed where several `NAIS_DATABASE_<X>_HOST` are set; goes before all other ways.',
  ),
  ...DATABASE_TLS_SETTINGS,
  secretSetting(
    'MIGRATION_DATABASE_URL',
    POSTGRES_URL,
    'The database for migrations, where they are run as another role: the one that owns the tables.',
  ),
  textSetting(
    'MIGRATIONS',
    oneOf(MIGRATIONS),
    'At start: migrate, check that nobody has to, or neither.',
    'run',
  ),
  integerSetting(
    'DATABASE_POOL_MAX',
    { min: 2, max: 100, default: 4 },
    'Connections to Postgres at most, per replica. The smallest Cloud SQL allows 25 in all.',
  ),
]

export function readDatabase(read: Reader): DatabaseConfig | undefined {
  const fields = {
    connection: readConnection(read),
    migrationConnection: read.isSet('MIGRATION_DATABASE_URL')
      ? readUrl(read, 'MIGRATION_DATABASE_URL')
      : null,
    migrations: read.value('MIGRATIONS', choice(MIGRATIONS)),
    poolMax: read.value('DATABASE_POOL_MAX', integer),
  }
  return isComplete(fields) ? fields : undefined
}

/** The start of the names of variables that somebody else chose. */
export function readEnvPrefix(read: Reader): string | null | undefined {
  return read.optional('DATABASE_ENV_PREFIX', matching(/^[A-Za-z_][A-Za-z0-9_]*$/))
}

function readConnection(read: Reader): Connection | undefined {
  const prefix = readEnvPrefix(read)
  if (prefix === undefined) return undefined
  if (prefix !== null) return readNais(read, prefix)
  if (read.isSet('DATABASE_URL')) return readUrl(read, 'DATABASE_URL')
  if (read.isSet('PGHOST')) {
    return readParts(read, null, (part) => {
      const setting = part === 'USERNAME' ? 'PGUSER' : `PG${part}`
      return [setting, setting]
    })
  }
  if (read.isSet('PGURL')) return readUrl(read, 'PGURL')

  const prefixes = naisPrefixes(read.names)
  const [only] = prefixes
  if (only === undefined) {
    read.note(`DATABASE_URL is not set, nor PGHOST and its like: must be ${POSTGRES_URL}`)
    return undefined
  }
  if (prefixes.length === 1) return readNais(read, only)
  read.note(
    `DATABASE_ENV_PREFIX is not set, and there are several databases to choose from: must be ${oneOf(prefixes)}`,
  )
  return undefined
}

function naisPrefixes(names: readonly string[]): readonly string[] {
  const found = names.map(
    (name) => /^(NAIS_DATABASE_.+?)(?:_JDBC)?_(?:HOST|URL)(?:_FILE)?$/.exec(name)?.[1],
  )
  return [...new Set(found.filter((prefix) => prefix !== undefined))].toSorted()
}

function readNais(read: Reader, prefix: string): Connection | undefined {
  if (!read.isSet(`${prefix}_HOST`) && read.isSet(`${prefix}_URL`)) {
    return readUrl(read, 'NAIS_DATABASE_<X>_URL', prefix)
  }
  return readParts(read, prefix, (part) => [`NAIS_DATABASE_<X>_${part}`, `${prefix}_${part}`])
}

/** @param naisPrefix the start of the variables that it is one of, where it is NAIS' own */
function readUrl(
  read: Reader,
  setting: string,
  naisPrefix: string | null = null,
): Connection | undefined {
  const name = naisPrefix === null ? setting : `${naisPrefix}_URL`
  const url = read.value(setting, postgresUrl, name)
  if (url === undefined) return undefined
  const tls = readDatabaseTls(read, { name, url, naisPrefix })
  return tls === undefined ? undefined : { kind: 'url', url: withoutTls(url), tls }
}

type Part = 'HOST' | 'PORT' | 'DATABASE' | 'USERNAME' | 'PASSWORD'

/** @param nameOf the setting that a part is, and the variable that it is read from */
function readParts(
  read: Reader,
  naisPrefix: string | null,
  nameOf: (part: Part) => readonly [setting: string, name: string],
): Connection | undefined {
  function part<T>(which: Part, parse: Parse<T>): T | undefined {
    const [setting, name] = nameOf(which)
    return read.value(setting, parse, name)
  }
  const [passwordSetting, passwordName] = nameOf('PASSWORD')
  const fields = {
    kind: 'parts' as const,
    host: part('HOST', matching(/^[^\s@]+$/)),
    port: part('PORT', integer),
    database: part('DATABASE', anyText),
    user: part('USERNAME', anyText),
    password: read.optional(passwordSetting, anyText, passwordName),
    tls: readDatabaseTls(read, { name: 'PGSSLMODE', url: null, naisPrefix }),
  }
  return isComplete(fields) ? fields : undefined
}
