import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Proxies } from '../../src/domain/transport.ts'
import { createHttp, type HttpOptions } from '../../src/skatteetaten/client.ts'
import { createCertificate } from '../simulator/maskinporten/certificate.ts'
import { type ConnectProxyOptions, startConnectProxy } from '../support/connect-proxy.ts'
import { serveTls } from '../support/tls-server.ts'
import { faultOf, isFault } from './faults.ts'
import { always, drip, serve } from './server.ts'

const NEVER = new AbortController().signal
const AUTHORITY = createCertificate({ orgnr: '310000000', isAuthority: true })
const HOST = 'api.example.org'
const SERVER = createCertificate({ orgnr: '310000002', issuer: AUTHORITY, hosts: [HOST] })
const CLIENT = createCertificate({ orgnr: '310000003', name: 'klient', issuer: AUTHORITY })
const HELD = { cert: SERVER.pem, key: SERVER.privateKeyPem }
const CA = { setting: 'SKATTEETATEN_CA', text: AUTHORITY.pem, file: null }
const TRANSPORT = { ca: CA, clientCertificate: null }
/** No part of it may be seen by the proxy. */
const PATH = '/v1/01810112345'
const HEADERS = { authorization: 'Bearer token' }

function proxiesOf(url: string, none = ''): Proxies {
  return { https: url, http: url, none }
}

/** An API over TLS behind a proxy, and a client that uses it. */
async function behindProxy(
  options: Partial<ConnectProxyOptions> = {},
  changes: Partial<HttpOptions> = {},
  serverOptions = {},
) {
  const server = await serveTls({ ...HELD, ...serverOptions })
  const proxy = await startConnectProxy({ port: server.port, ...options })
  const http = createHttp({
    connectionsPerOrigin: 2,
    transport: TRANSPORT,
    proxies: proxiesOf(proxy.url),
    ...changes,
  })
  return {
    server,
    proxy,
    get: (url = `https://${HOST}${PATH}`) => http.get(url, 'page', HEADERS, NEVER),
    async [Symbol.asyncDispose]() {
      await http.close()
      await proxy[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

test('a call goes through the proxy, which sees the host and neither path nor token', async () => {
  await using ours = await behindProxy()
  for (let call = 0; call < 5; call++) assert.equal((await ours.get()).status, 200)

  assert.deepEqual(
    ours.server.calls.map(({ path, headers }) => [path, headers['authorization'], headers['host']]),
    Array.from({ length: 5 }, () => [PATH, 'Bearer token', HOST]),
  )
  const { tunnels, forwarded } = ours.proxy
  assert.equal(forwarded(), 0)
  assert.ok(tunnels.length <= 2, `${tunnels.length} tunnels`)
  for (const { to, headers } of tunnels) {
    assert.equal(to, `${HOST}:443`)
    assert.equal(headers.authorization, undefined)
  }
})

test('the API is looked at through the proxy as it is without', async () => {
  await using ours = await behindProxy()
  isFault(
    await faultOf(ours.get(`https://other.example.org${PATH}`)),
    'UNREACHABLE',
    /^page: no answer from https:\/\/other\.example\.org: its certificate is for another host/,
  )
  await using untrusting = await behindProxy({}, { transport: { ...TRANSPORT, ca: null } })
  isFault(await faultOf(untrusting.get()), 'UNREACHABLE', /authority that is not trusted/)
})

test('our certificate is shown to the API through the proxy', async () => {
  const clientCertificate = {
    kind: 'pem',
    certificate: { ...CA, text: CLIENT.pem },
    key: { ...CA, text: CLIENT.privateKeyPem },
    password: null,
  } as const
  const asking = { ca: AUTHORITY.pem, requestCert: true, rejectUnauthorized: true }
  await using ours = await behindProxy({}, { transport: { ca: CA, clientCertificate } }, asking)
  await ours.get()
  assert.equal(ours.server.calls[0]?.shown, 'klient')
})

test('http goes through the proxy by CONNECT as well', async () => {
  await using server = await serve(always(200, '{}'))
  await using proxy = await startConnectProxy({ port: Number(new URL(server.url).port) })
  const http = createHttp({ connectionsPerOrigin: 1, proxies: proxiesOf(proxy.url) })
  assert.equal((await http.get(`http://${HOST}:8099${PATH}`, 'page', {}, NEVER)).status, 200)
  await http.close()

  assert.equal(server.calls[0]?.path, PATH)
  assert.deepEqual([proxy.tunnels[0]?.to, proxy.forwarded()], [`${HOST}:8099`, 0])
})

test('what is on this machine is reached without the proxy', async () => {
  await using server = await serve(always(200, '{}'))
  await using proxy = await startConnectProxy({ port: 1 })
  const http = createHttp({ connectionsPerOrigin: 1, proxies: proxiesOf(proxy.url) })
  const { port } = new URL(server.url)
  for (const host of ['127.0.0.1', 'localhost']) {
    assert.equal((await http.get(`http://${host}:${port}/`, 'page', {}, NEVER)).status, 200)
  }
  await http.close()
  assert.equal(proxy.tunnels.length, 0)
})

for (const none of ['example.org', '.example.org', 'a.b, API.example.org', '*', `${HOST}:443`]) {
  test(`NO_PROXY=${none} is reached without the proxy`, async () => {
    await using proxy = await startConnectProxy({ port: 1 })
    const http = createHttp({
      connectionsPerOrigin: 1,
      connectTimeoutMs: 500,
      proxies: proxiesOf(proxy.url, none),
    })
    // There is no such host: that it is looked for here shows that it is not asked of the proxy.
    await faultOf(http.get(`https://${HOST}/`, 'page', {}, NEVER))
    await http.close()
    assert.equal(proxy.tunnels.length, 0)
  })
}

test("the environment's proxy is not used unless the settings say so", async () => {
  await using proxy = await startConnectProxy({ port: 1 })
  process.env['HTTPS_PROXY'] = proxy.url
  try {
    for (const proxies of [null, { https: null, http: null, none: '' }]) {
      const http = createHttp({ connectionsPerOrigin: 1, connectTimeoutMs: 500, proxies })
      await faultOf(http.get(`https://${HOST}/`, 'page', {}, NEVER))
      await http.close()
    }
  } finally {
    delete process.env['HTTPS_PROXY']
  }
  assert.equal(proxy.tunnels.length, 0)
})

test('a proxy that wants a password gets it, and one that refuses is told of', async () => {
  await using refused = await behindProxy({
    answer: (headers) =>
      headers['proxy-authorization'] === `Basic ${btoa('folger:hem melig')}` ? 200 : 407,
  })
  isFault(
    await faultOf(refused.get()),
    'UNREACHABLE',
    /^page: no answer from https:\/\/api\.example\.org: the proxy answered 407 to CONNECT\. Check HTTPS_PROXY/,
  )

  const url = refused.proxy.url.replace('//', '//folger:hem%20melig@')
  const http = createHttp({
    connectionsPerOrigin: 1,
    transport: TRANSPORT,
    proxies: proxiesOf(url),
  })
  assert.equal((await http.get(`https://${HOST}/`, 'page', {}, NEVER)).status, 200)
  await http.close()
})

test('a proxy that is not there is UNREACHABLE', async () => {
  await using ours = await behindProxy({}, { proxies: proxiesOf('http://127.0.0.1:1') })
  isFault(await faultOf(ours.get()), 'UNREACHABLE', /\(ECONNREFUSED\)$/)
})

for (const [what, options, answering] of [
  ['that never answers', { answer: () => null }, always(200, '{}')],
  ['in front of an API that drips', {}, drip],
] as const) {
  test(`the deadline holds with a proxy ${what}`, { timeout: 5_000 }, async () => {
    await using server = await serve(answering)
    await using proxy = await startConnectProxy({
      port: Number(new URL(server.url).port),
      ...options,
    })
    const http = createHttp({
      connectionsPerOrigin: 1,
      totalTimeoutMs: 100,
      proxies: proxiesOf(proxy.url),
    })
    const fault = await faultOf(http.get(`http://${HOST}/`, 'page', {}, NEVER))
    isFault(fault, 'TIMED_OUT', /^page: http:\/\/api\.example\.org gave no complete answer/)
    await proxy[Symbol.asyncDispose]()
    await http.close()
  })
}
