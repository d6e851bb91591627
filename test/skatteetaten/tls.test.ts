import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Secret } from '../../src/domain/client-key.ts'
import { ConfigError } from '../../src/domain/errors.ts'
import type { ClientCertificate } from '../../src/domain/transport.ts'
import { createHttp, type HttpOptions } from '../../src/skatteetaten/client.ts'
import { importCertificate } from '../../src/skatteetaten/client-certificate.ts'
import { createCertificate } from '../simulator/maskinporten/certificate.ts'
import { serveTls } from '../support/tls-server.ts'
import { faultOf, isFault } from './faults.ts'

const NEVER = new AbortController().signal
const AUTHORITY = createCertificate({ orgnr: '310000000', isAuthority: true })
const SERVER = createCertificate({ orgnr: '310000002', issuer: AUTHORITY, hosts: ['localhost'] })
const HELD = { cert: SERVER.pem, key: SERVER.privateKeyPem }
const OWN = createCertificate({ orgnr: '310000003', name: 'klient', issuer: AUTHORITY })
const NEXT = createCertificate({ orgnr: '310000003', name: 'neste', issuer: AUTHORITY })
/** Wants a certificate of the same authority. */
const ASKING = { ...HELD, ca: AUTHORITY.pem, requestCert: true, rejectUnauthorized: true }

function secret(setting: string, text: string, file: string | null = null): Secret {
  return { setting: `SKATTEETATEN_${setting}`, text, file }
}

const CA = secret('CA', AUTHORITY.pem)
const PEM: ClientCertificate = {
  kind: 'pem',
  certificate: secret('KLIENTSERTIFIKAT', OWN.pem),
  key: secret('KLIENTSERTIFIKAT_NOEKKEL', OWN.privateKeyPem),
  password: null,
}

/** One call to localhost, with a client of its own. */
async function call(port: number, options: Partial<HttpOptions>, host = 'localhost') {
  const http = createHttp({ connectionsPerOrigin: 1, ...options })
  try {
    const headers = { authorization: 'Bearer token' }
    return (await http.get(`https://${host}:${port}/v1`, 'page', headers, NEVER)).status
  } finally {
    await http.close()
  }
}

const TRUSTING = { transport: { ca: CA, clientCertificate: null } }

test('an API of a private authority is trusted where that is given, and not else', async () => {
  await using server = await serveTls(HELD)
  assert.equal(await call(server.port, TRUSTING), 200)
  isFault(
    await faultOf(call(server.port, {})),
    'UNREACHABLE',
    /^page: no answer from https:\/\/localhost:\d+: its certificate is from an authority that is not trusted \(\w+\)$/,
  )
})

test('a certificate for another host is refused', async () => {
  await using server = await serveTls(HELD)
  isFault(
    await faultOf(call(server.port, TRUSTING, '127.0.0.1')),
    'UNREACHABLE',
    /its certificate is for another host \(ERR_TLS_CERT_ALTNAME_INVALID\)$/,
  )
})

test('a certificate that has expired is refused', async () => {
  const notAfter = new Date('2021-01-01')
  const old = createCertificate({ orgnr: '1', issuer: AUTHORITY, hosts: ['localhost'], notAfter })
  await using server = await serveTls({ cert: old.pem, key: old.privateKeyPem })
  isFault(await faultOf(call(server.port, TRUSTING)), 'UNREACHABLE', /its certificate has expired/)
})

test('a server that knows no TLS from 1.2 on is refused', async () => {
  const versions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const
  await using server = await serveTls({ ...HELD, ...versions, ciphers: 'DEFAULT@SECLEVEL=0' })
  isFault(await faultOf(call(server.port, TRUSTING)), 'UNREACHABLE', /TLS failed \(ERR_SSL_\w+\)$/)
})

// People set it to get a test environment going, and it stays.
test('NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing', async () => {
  await using server = await serveTls(HELD)
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  try {
    isFault(await faultOf(call(server.port, {})), 'UNREACHABLE', /not trusted/)
  } finally {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  }
})

test('an API that asks who calls is shown our certificate, beside the token', async () => {
  await using server = await serveTls(ASKING)
  assert.equal(await call(server.port, { transport: { ca: CA, clientCertificate: PEM } }), 200)
  const [made] = server.calls
  assert.deepEqual([made?.shown, made?.headers['authorization']], ['klient', 'Bearer token'])
})

test('without a certificate such an API can not be reached', async () => {
  await using server = await serveTls(ASKING)
  isFault(await faultOf(call(server.port, TRUSTING)), 'UNREACHABLE', /no answer from/)
  assert.equal(server.calls.length, 0)
})

test('our certificate may be a PKCS#12 file', async () => {
  const path = join(import.meta.dirname, '../lib/pkcs12/aes.p12')
  const clientCertificate: ClientCertificate = {
    kind: 'pkcs12',
    pkcs12: secret('PKCS12', await readFile(path, 'latin1'), path),
    password: secret('PASSORD', 'hemmelig-ÆØÅ'),
  }
  await using server = await serveTls({ ...ASKING, rejectUnauthorized: false })
  assert.equal(await call(server.port, { transport: { ca: CA, clientCertificate } }), 200)
  assert.equal(server.calls[0]?.shown, 'SIMULERT VIRKSOMHET')
})

test('a certificate that is replaced in its files is shown from then on, and rubbish is not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hendelsesfolger-tls-'))
  const file = (name: string): string => join(folder, name)
  const write = async (certificate: string, key: string): Promise<void> => {
    await writeFile(file('cert'), certificate)
    await writeFile(file('key'), key)
  }
  await write(OWN.pem, OWN.privateKeyPem)
  const clientCertificate: ClientCertificate = {
    kind: 'pem',
    certificate: secret('KLIENTSERTIFIKAT', OWN.pem, file('cert')),
    key: secret('KLIENTSERTIFIKAT_NOEKKEL', OWN.privateKeyPem, file('key')),
    password: null,
  }
  await using server = await serveTls(ASKING)
  const told: string[] = []
  let now = 0
  const http = createHttp({
    connectionsPerOrigin: 1,
    transport: { ca: CA, clientCertificate },
    onUnusable: (error) => told.push(...error.problems),
    now: () => now,
  })
  const shown = async (): Promise<string | undefined> => {
    now += 10_000
    await http.get(`https://localhost:${server.port}/`, 'page', {}, NEVER)
    return server.calls.at(-1)?.shown
  }
  try {
    assert.equal(await shown(), 'klient')
    await write(NEXT.pem, OWN.privateKeyPem)
    assert.equal(await shown(), 'klient')
    assert.equal(await shown(), 'klient')
    await write(NEXT.pem, NEXT.privateKeyPem)
    assert.equal(await shown(), 'neste')
    assert.deepEqual(told, [
      'SKATTEETATEN_KLIENTSERTIFIKAT_NOEKKEL: is the key of another certificate than SKATTEETATEN_KLIENTSERTIFIKAT',
    ])
  } finally {
    await http.close()
    await rm(folder, { recursive: true })
  }
})

test('a certificate tells whose it is', () => {
  assert.equal(importCertificate(PEM).holder, '310000003')
  const name = createCertificate({ orgnr: 'x', name: 'klient' })
  const certificate = secret('KLIENTSERTIFIKAT', name.pem)
  const key = secret('KLIENTSERTIFIKAT_NOEKKEL', name.privateKeyPem)
  assert.equal(importCertificate({ ...PEM, certificate, key }).holder, 'CN=klient, serialNumber=x')
})

for (const [why, changes, problem] of [
  [
    'a certificate that is none',
    { certificate: secret('KLIENTSERTIFIKAT', 'hemmelig') },
    'SKATTEETATEN_KLIENTSERTIFIKAT: must be certificates in PEM, our own first',
  ],
  [
    'a key that is none',
    { key: secret('KLIENTSERTIFIKAT_NOEKKEL', 'hemmelig') },
    'SKATTEETATEN_KLIENTSERTIFIKAT_NOEKKEL: must be a private key in PEM, without a password',
  ],
  [
    'a key of another certificate',
    { key: secret('KLIENTSERTIFIKAT_NOEKKEL', NEXT.privateKeyPem) },
    'SKATTEETATEN_KLIENTSERTIFIKAT_NOEKKEL: is the key of another certificate than SKATTEETATEN_KLIENTSERTIFIKAT',
  ],
] as const) {
  test(`${why} is a wrong setting, and is not repeated`, () => {
    assert.throws(
      () => importCertificate({ ...PEM, ...changes }),
      (error) => error instanceof ConfigError && error.problems.join() === problem,
    )
  })
}
