/** The settings that the files of docker/ set: each is one, and together they are right. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameFor } from '../../src/config/setting.ts'
import { SETTINGS } from '../../src/config/settings.ts'
import { JWK } from '../config/fixtures.ts'
import { environmentOf } from './compose.ts'
import { documentsOf, envFileOf } from './documents.ts'
import { NAIS_APPLICATION } from './nais.ts'
import { configOf, type Env, KATALOG } from './settings.ts'

/** Environment variables that are Node's, not ours. */
const OF_NODE = ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS']

function areSettings(env: Env): void {
  const known = new Set(
    SETTINGS.flatMap(({ name }) => {
      if (name.endsWith('<LISTE>')) return [...KATALOG.lister.keys()].map((id) => nameFor(name, id))
      if (name.endsWith('<OPPSLAG>'))
        return [...KATALOG.oppslag.keys()].map((id) => nameFor(name, id))
      return [name]
    }),
  )
  const others = Object.keys(env).filter(
    (name) => !known.has(name.replace(/_FILE$/, '')) && !OF_NODE.includes(name),
  )
  assert.deepEqual(others, [])
}

const KUBERNETES = {
  ...envFileOf('docker/kubernetes/base/settings.env'),
  ...envFileOf('docker/kubernetes/example/settings.env'),
}

const NAIS = NAIS_APPLICATION.parse(documentsOf('docker/nais.yaml')[0]).spec
const NAIS_ENV = Object.fromEntries(NAIS.env.map(({ name, value }) => [name, value]))

/** What NAIS itself sets (nais/digdirator, pkg/secrets; nais/naiserator; docs.nais.io, Postgres). */
const INJECTED = {
  PORT: '8080',
  MASKINPORTEN_CLIENT_ID: '00000000-0000-0000-0000-000000000000',
  MASKINPORTEN_CLIENT_JWK: JWK,
  MASKINPORTEN_SCOPES: NAIS.maskinporten.scopes.consumes.map(({ name }) => name).join(' '),
  MASKINPORTEN_WELL_KNOWN_URL: 'https://maskinporten.no/.well-known/oauth-authorization-server',
  MASKINPORTEN_ISSUER: 'https://maskinporten.no/',
  MASKINPORTEN_JWKS_URI: 'https://maskinporten.no/jwk',
  MASKINPORTEN_TOKEN_ENDPOINT: 'https://maskinporten.no/token',
  PGHOST: 'hendelsesfolger-pooler.pg-team',
  PGPORT: '5432',
  PGDATABASE: 'app',
  PGUSER: 'app_owner',
  PGPASSWORD: 'hemmelig',
  PGURL: 'postgres://app_owner:hemmelig@hendelsesfolger-pooler.pg-team:5432/app',
}

test('what is set in docker/kubernetes is a setting, and the program starts with it', () => {
  areSettings(KUBERNETES)
  configOf(KUBERNETES)
})

for (const file of ['docker/compose.yaml', 'docker/compose.skatteetaten-test.yaml']) {
  test(`what is set in ${file} is a setting, and the program starts with it`, () => {
    const env = environmentOf(file, 'hendelsesfolger')
    areSettings(env)
    configOf(env)
  })
}

test('what is set in docker/nais.yaml is a setting, and the program starts with it', () => {
  areSettings(NAIS_ENV)
  configOf({ ...NAIS_ENV, ...INJECTED })
})

test('docker/nais.yaml opens the way to the hosts that are asked, and asks for their scopes', () => {
  const { lister } = configOf({ ...NAIS_ENV, ...INJECTED })
  const apis = lister.flatMap(({ liste, oppslag }) => [liste, ...oppslag.map((one) => one.oppslag)])
  assert.deepEqual(
    NAIS.accessPolicy.outbound.external.map(({ host }) => host).toSorted(),
    apis.map(({ vert }) => `${vert}.api.skatteetaten.no`).toSorted(),
  )
  for (const { scopes, id } of apis) {
    assert.ok(
      NAIS.maskinporten.scopes.consumes.some(({ name }) => scopes.includes(name)),
      id,
    )
  }
})

test('docker/nais.yaml leaves the time that stopping takes after the pause of the platform', () => {
  const stopping = Number(NAIS_ENV['SHUTDOWN_TIMEOUT_SECONDS'])
  assert.ok(NAIS.terminationGracePeriodSeconds >= 5 + stopping + 5)
})

test('a name that is no setting is told', () => {
  assert.throws(() => areSettings({ PORTT: '8080' }))
  assert.throws(() => configOf({ ...KUBERNETES, HENDELSESLISTER: 'skatteoppgjor' }))
})
