/** The whole way as others set it up: by a proxy, with a certificate shown, with the platform's tokens. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createCertificate } from '../simulator/maskinporten/certificate.ts'
import type { Simulator } from '../simulator/simulator.ts'
import { start } from '../simulator/support.ts'
import { startConnectProxy } from '../support/connect-proxy.ts'
import { runCommand, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { tlsInFrontOf } from '../support/tls-server.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { startTlsPostgres } from '../support/tls-postgres.ts'
import { until } from '../support/until.ts'

const WAITING = { timeout: 180_000 }
const LISTER = ['tilleggsskatt']
const HOST = 'skatt.example.org'
const AUTHORITY = createCertificate({ orgnr: '310000000', isAuthority: true })
const SERVER = createCertificate({ orgnr: '310000002', issuer: AUTHORITY, hosts: [HOST] })
const CLIENT = createCertificate({ orgnr: '310000003', name: 'klient', issuer: AUTHORITY })

async function world(hendelser = 60) {
  const simulator = await start()
  simulator.populate({ hendelser, lister: LISTER })
  return simulator
}

async function endsInTheTruth(db: TestDatabase, simulator: Simulator): Promise<void> {
  await until(() => isCaughtUp(db.pool, simulator))
  assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
}

test(
  'behind a proxy, with a private authority and a certificate shown, all is followed',
  WAITING,
  async () => {
    await using db = await freshDatabase()
    await using simulator = await world()
    await using api = await tlsInFrontOf(Number(new URL(simulator.url).port), {
      cert: SERVER.pem,
      key: SERVER.privateKeyPem,
      ca: AUTHORITY.pem,
      requestCert: true,
      rejectUnauthorized: true,
    })
    await using proxy = await startConnectProxy({ port: api.port })
    await using daemon = startDaemon({
      ...settingsFor(simulator, { url: db.url, lister: LISTER }),
      SKATTEETATEN_URL: `https://${HOST}/{vert}`,
      SKATTEETATEN_CA: AUTHORITY.pem,
      SKATTEETATEN_KLIENTSERTIFIKAT: CLIENT.pem,
      SKATTEETATEN_KLIENTSERTIFIKAT_NOEKKEL: CLIENT.privateKeyPem,
      HTTPS_PROXY: proxy.url,
    })

    await endsInTheTruth(db, simulator)

    assert.deepEqual([...api.shown], ['klient'])
    assert.deepEqual([...new Set(proxy.tunnels.map(({ to }) => to))], [`${HOST}:443`])
    assert.doesNotMatch(daemon.output(), /PRIVATE KEY|CERTIFICATE-/)
  },
)

test(
  'with the token sidecar all is followed, also when its token is refused',
  WAITING,
  async () => {
    await using db = await freshDatabase()
    await using simulator = await world()
    simulator.setLatency(10, { kind: 'oppslag' })
    await using daemon = startDaemon({
      ...settingsFor(simulator, { url: db.url, lister: LISTER }),
      NAIS_TOKEN_ENDPOINT: simulator.sidecarUrl,
    })
    await simulator.calls.next({ kind: 'oppslag' })
    simulator.maskinporten.revokeAll()

    await endsInTheTruth(db, simulator)

    assert.ok(simulator.calls.count({ kind: 'sidecar' }) >= 2)
    assert.doesNotMatch(daemon.output(), /API paused/)
  },
)

test(
  'a key that is replaced in its file while the daemon follows takes over',
  WAITING,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hendelsesfolger-key-'))
    try {
      await using db = await freshDatabase()
      await using simulator = await world()
      const file = join(folder, 'jwk')
      await writeFile(file, simulator.klient.jwk)
      const { clients } = simulator.maskinporten
      const { MASKINPORTEN_CLIENT_JWK: _, ...settings } = settingsFor(simulator, {
        url: db.url,
        lister: LISTER,
      })
      simulator.setLatency(10, { kind: 'oppslag' })
      await using daemon = startDaemon({ ...settings, MASKINPORTEN_CLIENT_JWK_FILE: file })
      await simulator.calls.next({ kind: 'oppslag' })

      const { clientId, kid } = simulator.klient
      await writeFile(file, (await clients.addKey(clientId)).jwk)
      clients.expireKey(clientId, kid)
      simulator.maskinporten.revokeAll()

      await endsInTheTruth(db, simulator)
      assert.doesNotMatch(daemon.output(), /API paused/)
    } finally {
      await rm(folder, { recursive: true })
    }
  },
)

test('check reaches Postgres as sslmode says, and says why it can not', WAITING, async () => {
  await using simulator = await world(1)
  await using server = await startTlsPostgres()
  const check = (url: string) =>
    runCommand(settingsFor(simulator, { url, lister: LISTER }), ['check'])

  const rootCert = `sslmode=verify-full&sslrootcert=${server.rootCert}`
  const reached = await check(`${server.url}?${rootCert}`)
  assert.match(reached.output, /ok +the database: Postgres .*, sslmode verify-full/)

  const refused = await check(`${server.url.replace('localhost', '127.0.0.1')}?${rootCert}`)
  assert.match(refused.output, /FAILED +the database: .*does not match certificate/)
})
