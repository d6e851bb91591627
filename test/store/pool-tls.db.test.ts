import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { DatabaseTls } from '../../src/domain/database.ts'
import { createPool } from '../../src/store/pool.ts'
import { databaseFault } from '../../src/store/sqlstate.ts'
import { createCertificate } from '../simulator/maskinporten/certificate.ts'
import { testServer } from '../support/postgres.ts'
import { startTlsPostgres, type TlsPostgres } from '../support/tls-postgres.ts'
import { until } from '../support/until.ts'

const SERVER_LIMIT = { timeout: 120_000 }

let server: TlsPostgres
before(async () => {
  server = await startTlsPostgres()
}, SERVER_LIMIT)
after(() => server[Symbol.asyncDispose]())

const IS_ENCRYPTED = `select ssl as "ssl" from pg_stat_ssl where pid = pg_backend_pid()`

/** @returns whether a new connection is encrypted; rejects as the connection does */
async function connect(
  mode: DatabaseTls['mode'],
  changes: Partial<DatabaseTls & { url: string }> = {},
): Promise<boolean | undefined> {
  const { url = server.url, ...tls } = changes
  const connection = {
    kind: 'url',
    url,
    tls: { mode, rootCert: null, client: null, ...tls },
  } as const
  const pool = createPool({ connection, max: 1, onIdleError: () => undefined })
  try {
    const { rows } = await pool.query<{ ssl: boolean }>(IS_ENCRYPTED)
    return rows[0]?.ssl
  } finally {
    await pool.end()
  }
}

/** By address: its certificate is for localhost. */
function byAddress(): string {
  return server.url.replace('localhost', '127.0.0.1')
}

async function isTrusted(rootCert: string): Promise<boolean> {
  return (await connect('verify-full', { rootCert }).catch(() => false)) === true
}

function refused(attempt: Promise<unknown>, code: string, advice: RegExp): Promise<void> {
  return assert.rejects(attempt, (error) => {
    assert.ok(error instanceof Error && 'code' in error)
    assert.equal(error.code, code)
    assert.match(databaseFault(error)?.advice ?? '', advice)
    return true
  })
}

test('disable does not encrypt, and require does, with whoever answers', async () => {
  assert.equal(await connect('disable'), false)
  assert.equal(await connect('require'), true)
  assert.equal(await connect('require', { url: byAddress() }), true)
})

test('require with a root certificate is verify-ca, as with libpq', async () => {
  assert.equal(await connect('require', { rootCert: server.rootCert, url: byAddress() }), true)
  await refused(
    connect('require', { rootCert: server.otherRootCert }),
    'CERT_SIGNATURE_FAILURE',
    /authority that is not trusted/,
  )
})

// node-postgres itself would refuse the first: NAIS' Cloud SQL could not be reached.
test('verify-ca takes any name from the authority, and no other authority', async () => {
  assert.equal(await connect('verify-ca', { rootCert: server.rootCert, url: byAddress() }), true)
  await refused(
    connect('verify-ca', { rootCert: server.otherRootCert }),
    'CERT_SIGNATURE_FAILURE',
    /authority that is not trusted/,
  )
})

test('verify-full takes the host that was asked for, and no other name or authority', async () => {
  const { rootCert, otherRootCert } = server
  assert.equal(await connect('verify-full', { rootCert }), true)
  await refused(
    connect('verify-full', { rootCert, url: byAddress() }),
    'ERR_TLS_CERT_ALTNAME_INVALID',
    /certificate is for another host/,
  )
  await refused(
    connect('verify-full', { rootCert: otherRootCert }),
    'CERT_SIGNATURE_FAILURE',
    /not trusted/,
  )
})

test('the public authorities are not enough for a private one', async () => {
  await refused(connect('verify-full'), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', /not trusted/)
})

test('a certificate that has expired is refused by those who look at it', async () => {
  const { rootCert } = server
  await server.replaceCertificate({ hosts: ['localhost'], notAfter: new Date('2021-01-01') })
  try {
    await until(async () => !(await isTrusted(rootCert)))
    await refused(connect('verify-full', { rootCert }), 'CERT_HAS_EXPIRED', /has expired/)
    await refused(connect('verify-ca', { rootCert }), 'CERT_HAS_EXPIRED', /has expired/)
    assert.equal(await connect('require'), true)
  } finally {
    await server.replaceCertificate({ hosts: ['localhost'] })
    await until(() => isTrusted(rootCert))
  }
})

test('a server that wants our certificate gets it', async () => {
  const { rootCert, certificateUrl: url } = server
  const issuer = server.clientAuthority
  const own = createCertificate({ orgnr: '310000003', name: 'klient', issuer })
  const client = {
    cert: await server.write('client.crt', own.pem),
    key: await server.write('client.key', own.privateKeyPem),
  }

  assert.equal(await connect('verify-full', { rootCert, url, client }), true)
  await refused(connect('verify-full', { rootCert, url }), '28000', /certificate of ours/)
})

test('a certificate of ours that has been replaced serves for the next connection', async () => {
  const { rootCert, certificateUrl: url } = server
  const issuer = server.clientAuthority
  const strange = createCertificate({ orgnr: '310000003', name: 'en-annen', issuer })
  const client = {
    cert: await server.write('replaced.crt', strange.pem),
    key: await server.write('replaced.key', strange.privateKeyPem),
  }
  const tls = { mode: 'verify-full', rootCert, client } as const
  const pool = createPool({
    connection: { kind: 'url', url, tls },
    max: 1,
    onIdleError: () => undefined,
  })
  try {
    await refused(pool.query(IS_ENCRYPTED), '28000', /certificate of ours/)

    const own = createCertificate({ orgnr: '310000003', name: 'klient', issuer })
    await server.write('replaced.key', own.privateKeyPem)
    await server.write('replaced.crt', own.pem)

    assert.equal((await pool.query(IS_ENCRYPTED)).rowCount, 1)
  } finally {
    await pool.end()
  }
})

test('a server without TLS is not talked to in the clear', async () => {
  const { url } = await testServer()
  await assert.rejects(connect('require', { url }), (error) => {
    assert.match(databaseFault(error)?.advice ?? '', /does not take encrypted connections/)
    return true
  })
})
