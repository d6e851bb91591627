import assert from 'node:assert/strict'
import test from 'node:test'

import { problems, read } from './fixtures.ts'

const PG = {
  PGHOST: 'myapp-pooler',
  PGPORT: '6432',
  PGDATABASE: 'folger',
  PGUSER: 'folger',
  PGPASSWORD: 'hem/me@lig ',
  PGURL: 'postgresql://folger:hem/me@lig @myapp-pooler:6432/folger',
}

function nais(prefix: string, database: string) {
  return {
    [`${prefix}_HOST`]: '10.1.2.3',
    [`${prefix}_PORT`]: '5432',
    [`${prefix}_DATABASE`]: database,
    [`${prefix}_USERNAME`]: 'folger',
    [`${prefix}_PASSWORD`]: 'hemmelig',
    [`${prefix}_URL`]: `postgres://folger:hemmelig@10.1.2.3:5432/${database}`,
    [`${prefix}_JDBC_URL`]: `jdbc:postgresql://10.1.2.3:5432/${database}`,
    [`${prefix}_SSLMODE`]: 'require',
  }
}

const PLAIN = { mode: 'disable', rootCert: null, client: null }
const ENCRYPTED = { ...PLAIN, mode: 'require' }

function parts(database: string) {
  const host = '10.1.2.3'
  const tls = ENCRYPTED
  return { kind: 'parts', host, port: 5432, database, user: 'folger', password: 'hemmelig', tls }
}

function connection(changes: Record<string, string>) {
  return read({ DATABASE_URL: undefined, ...changes }).database.connection
}

test('the parts go before PGURL, and a password is taken as it is', () => {
  assert.deepEqual(connection(PG), {
    kind: 'parts',
    host: 'myapp-pooler',
    port: 6432,
    database: 'folger',
    user: 'folger',
    password: 'hem/me@lig ',
    tls: PLAIN,
  })
})

test('PGPORT and PGPASSWORD may be missing', () => {
  assert.deepEqual(
    connection({ PGHOST: '/var/run/postgresql', PGDATABASE: 'folger', PGUSER: 'folger' }),
    {
      kind: 'parts',
      host: '/var/run/postgresql',
      port: 5432,
      database: 'folger',
      user: 'folger',
      password: null,
      tls: PLAIN,
    },
  )
})

test('PGURL serves where there is no PGHOST', () => {
  const url = 'postgresql://folger:x@db/folger'
  const tls = ENCRYPTED
  assert.deepEqual(connection({ PGURL: `${url}?sslmode=require` }), { kind: 'url', url, tls })
})

test('DATABASE_URL goes before the parts', () => {
  const url = 'postgres://db/folger'
  assert.deepEqual(connection({ ...PG, DATABASE_URL: url }), { kind: 'url', url, tls: PLAIN })
})

test('the one database of NAIS is found by its names', () => {
  assert.deepEqual(connection(nais('NAIS_DATABASE_MYAPP_MYDB', 'mydb')), parts('mydb'))
})

test('a database of NAIS is known by its URL alone', () => {
  const url = 'postgres://db/mydb'
  assert.deepEqual(connection({ NAIS_DATABASE_MYAPP_MYDB_URL: url }), {
    kind: 'url',
    url,
    tls: PLAIN,
  })
})

test('with several databases of NAIS one must be chosen', () => {
  const both = {
    DATABASE_URL: undefined,
    ...nais('NAIS_DATABASE_MYAPP_B', 'b'),
    ...nais('NAIS_DATABASE_MYAPP_A', 'a'),
  }

  assert.deepEqual(problems(both), [
    'DATABASE_ENV_PREFIX is not set, and there are several databases to choose from: must be NAIS_DATABASE_MYAPP_A or NAIS_DATABASE_MYAPP_B',
  ])
  const chosen = read({ ...both, DATABASE_ENV_PREFIX: 'NAIS_DATABASE_MYAPP_B' })
  assert.deepEqual(chosen.database.connection, parts('b'))
})

test('DATABASE_ENV_PREFIX may be any prefix, and goes before all else', () => {
  const changes = { ...PG, ...nais('DB', 'mydb'), DATABASE_ENV_PREFIX: 'DB' }
  assert.deepEqual(connection({ ...changes, DATABASE_URL: 'postgres://db/x' }), parts('mydb'))
})

test('migrations may have a database URL of their own', () => {
  const url = 'postgres://owner:x@direct/folger'
  assert.deepEqual(read({ MIGRATION_DATABASE_URL: url }).database.migrationConnection, {
    kind: 'url',
    url,
    tls: PLAIN,
  })
})

const URL_FORM =
  'must be a URL such as postgres://user:password@host:5432/database, with the password percent-encoded'

for (const [why, changes, lines] of [
  [
    'another kind of URL is refused, unquoted',
    { DATABASE_URL: 'mysql://u:hemmelig@h/d' },
    [`DATABASE_URL: ${URL_FORM}`],
  ],
  [
    'a password that ends the host too early is noticed',
    { DATABASE_URL: 'postgres://folger:12/34@h/d', MIGRATION_DATABASE_URL: 'postgres://u:1#2@h/d' },
    [`MIGRATION_DATABASE_URL: ${URL_FORM}`, `DATABASE_URL: ${URL_FORM}`].toReversed(),
  ],
  [
    'the other parts are required with PGHOST',
    { DATABASE_URL: undefined, PGHOST: 'db', PGPORT: '0' },
    [
      'PGPORT=0: must be a whole number from 1 to 65535',
      "PGDATABASE is not set: must be the database's name",
      "PGUSER is not set: must be a role's name",
    ],
  ],
  [
    'a host is no URL',
    { DATABASE_URL: undefined, ...PG, PGHOST: 'folger:hemmelig@db' },
    ['PGHOST=***@db: must be a host'],
  ],
  [
    'a prefix that nothing begins with is no database',
    { DATABASE_ENV_PREFIX: 'DB' },
    [
      'DB_HOST is not set: must be a host',
      "DB_DATABASE is not set: must be the database's name",
      "DB_USERNAME is not set: must be a role's name",
    ],
  ],
  [
    'a prefix is the start of a name',
    { DATABASE_ENV_PREFIX: 'A-B' },
    [
      'DATABASE_ENV_PREFIX=A-B: must be the start of variable names such as NAIS_DATABASE_MYAPP_MYDB',
    ],
  ],
] as const) {
  test(why, () => assert.deepEqual(problems(changes), lines))
}
