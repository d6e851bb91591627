import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { test } from 'node:test'
import { SignJWT } from 'jose'
import type { Simulator } from '../simulator.ts'
import { askToken, caller, read, signGrant, start, token, type GrantParts } from '../support.ts'
import { createCertificate, type Certificate } from './certificate.ts'
import { MP_KODER } from './mp-error.ts'

const SCOPE = 'skatteetaten:summertskattegrunnlag'
const START = '/skatteoppgjoerhendelser/v1/hendelser/start'

/** The MP code that a grant is refused with; undefined where it is accepted. */
async function refusal(simulator: Simulator, parts: GrantParts): Promise<string | undefined> {
  const { status, json } = await askToken(simulator, await signGrant(simulator, parts))
  assert.equal(status, json.error === undefined ? 200 : 400)
  return /\((MP-\d+)\)$/.exec(json.error_description ?? '')?.[1]
}

test('the discovery document leads to the token endpoint', async () => {
  await using simulator = await start()
  const { json } = await read(await fetch(simulator.maskinporten.wellKnownUrl))
  assert.equal(json.issuer, `${simulator.url}/maskinporten/`)
  assert.equal(json.token_endpoint, `${simulator.url}/maskinporten/token`)
  assert.deepEqual((await read(await fetch(json.jwks_uri))).json, { keys: [] })
})

test('a right grant gives an opaque token that opens its scope', async () => {
  await using simulator = await start({ tokenLifetimeSeconds: 120 })
  const { status, json } = await askToken(simulator, await signGrant(simulator))
  assert.equal(status, 200)
  assert.deepEqual([json.token_type, json.expires_in, json.scope], ['Bearer', 120, SCOPE])
  assert.doesNotMatch(json.access_token, /\./)
  const get = await caller(simulator, SCOPE)
  assert.notEqual((await get(START)).status, 401)
  assert.equal(simulator.calls.count({ kind: 'token' }), 2)
})

test('a token ends when its time is out, and when all are revoked', async () => {
  await using simulator = await start()
  simulator.world.add('skatteoppgjoer', { identifikator: '01810112345', gjelderPeriode: '2023' })
  const get = await caller(simulator, SCOPE)
  simulator.clock.advance(598_000)
  assert.equal((await get(START)).status, 200)
  simulator.clock.advance(2_000)
  assert.equal((await get(START)).status, 401)

  const again = await caller(simulator, SCOPE)
  assert.equal((await again(START)).status, 200)
  simulator.maskinporten.revokeAll()
  assert.equal((await again(START)).status, 401)
})

test('each wrong grant is refused with its own code', async () => {
  await using simulator = await start()
  const { clients } = simulator.maskinporten
  const other = await clients.register({ clientId: 'andre', scopes: [SCOPE], granted: [] })
  const old = await clients.addKey(simulator.klient.clientId)
  clients.expireKey(old.clientId, old.kid)
  const now = Math.floor(Date.now() / 1000)

  const cases: readonly [expected: string | undefined, GrantParts][] = [
    [undefined, {}],
    ['MP-011', { claims: { sub: 'x' } }],
    ['MP-011', { claims: { exp: undefined } }],
    ['MP-011', { lifeSeconds: 121 }],
    [undefined, { lifeSeconds: 120 }],
    ['MP-011', { header: { kid: undefined } }],
    [undefined, { header: { alg: 'RS512' } }],
    ['MP-011', { header: { alg: 'PS256' } }],
    ['MP-100', { claims: { iss: 'ukjent' } }],
    ['MP-110', { claims: { aud: `${simulator.url}/maskinporten/token` } }],
    ['MP-110', { claims: { aud: simulator.maskinporten.issuer.slice(0, -1) } }],
    ['MP-121', { klient: old }],
    ['MP-124', { klient: { ...other, clientId: simulator.klient.clientId } }],
    ['MP-124', { klient: { ...simulator.klient, jwk: other.jwk } }],
    ['MP-130', { iat: now - 20 }],
    ['MP-130', { iat: now + 20 }],
    ['MP-130', { iat: now - 90 }],
    ['MP-200', { claims: { scope: undefined } }],
    ['MP-200', { claims: { scope: 'skatteetaten:finnesikke' } }],
    ['MP-201', { klient: other, claims: { scope: 'skatteetaten:inntekt' } }],
    ['MP-250', { klient: other }],
    ['MP-251', { claims: { consumer_org: '312345678' } }],
    ['MP-011', { claims: { consumer_org: simulator.klient.orgnr } }],
  ]
  for (const [i, [expected, parts]] of cases.entries()) {
    assert.equal(await refusal(simulator, parts), expected, `case ${i}`)
  }
})

test('a grant is used once', async () => {
  await using simulator = await start()
  const grant = await signGrant(simulator, { claims: { jti: undefined } })
  assert.equal((await askToken(simulator, grant)).status, 200)
  assert.match((await askToken(simulator, grant)).json.error_description, /MP-012/)
  const parts = { claims: { jti: 'same' } }
  assert.equal(await refusal(simulator, parts), undefined)
  assert.equal(await refusal(simulator, parts), 'MP-012')
})

test('what is not a grant at all is refused', async () => {
  await using simulator = await start()
  const post = async (body: string) =>
    (await read(await fetch(`${simulator.url}/maskinporten/token`, { method: 'POST', body }))).json
  assert.match((await post('')).error_description, /MP-011/)
  assert.match((await post('grant_type=client_credentials')).error_description, /MP-011/)
  assert.match((await askToken(simulator, 'a.b.c')).json.error_description, /MP-011/)
})

test('a customer that has delegated its scope is acted for', async () => {
  await using simulator = await start()
  simulator.maskinporten.clients.delegate(simulator.klient.clientId, '312345678', [SCOPE])
  const claims = { consumer_org: '312345678' }
  assert.equal(await refusal(simulator, { claims }), undefined)
  const other = { ...claims, scope: 'skatteetaten:inntekt' }
  assert.equal(await refusal(simulator, { claims: other }), 'MP-251')
})

async function certificateRefusal(
  simulator: Simulator,
  { x5c, privateKeyPem }: Pick<Certificate, 'x5c' | 'privateKeyPem'>,
): Promise<string | undefined> {
  const iat = Math.floor(Date.now() / 1000)
  const assertion = await new SignJWT({
    iss: simulator.klient.clientId,
    aud: simulator.maskinporten.issuer,
    iat,
    exp: iat + 60,
    jti: crypto.randomUUID(),
    scope: SCOPE,
  })
    .setProtectedHeader({ alg: 'RS256', x5c: [...x5c] })
    .sign(createPrivateKey(privateKeyPem))
  const { json } = await askToken(simulator, assertion)
  return /\((MP-\d+)\)$/.exec(json.error_description ?? '')?.[1]
}

test('an enterprise certificate is accepted with its chain, and refused by code', async () => {
  await using simulator = await start()
  const { orgnr, clientId } = simulator.klient
  const issuer = createCertificate({ orgnr: '310000000' })
  const good = createCertificate({ orgnr, issuer })
  const expired = createCertificate({ orgnr, notAfter: new Date('2021-01-01') })
  const elsewhere = createCertificate({ orgnr: '310000000' })
  const unregistered = createCertificate({ orgnr })
  for (const { pem } of [good, expired, elsewhere]) {
    simulator.maskinporten.clients.addCertificate(clientId, pem)
  }

  assert.equal(await certificateRefusal(simulator, good), undefined)
  assert.equal(await certificateRefusal(simulator, expired), 'MP-120')
  assert.equal(await certificateRefusal(simulator, unregistered), 'MP-120')
  assert.equal(await certificateRefusal(simulator, elsewhere), 'MP-122')
  assert.equal(await certificateRefusal(simulator, { ...good, x5c: ['bm90IGRlcg=='] }), 'MP-123')
  // An issuer of the right name with another key.
  const broken = [...good.x5c.slice(0, 1), ...elsewhere.x5c]
  assert.equal(await certificateRefusal(simulator, { ...good, x5c: broken }), 'MP-123')
  const { privateKeyPem } = unregistered
  assert.equal(await certificateRefusal(simulator, { ...good, privateKeyPem }), 'MP-124')
})

test('every code can be forced, once or for good', async () => {
  await using simulator = await start()
  for (const kode of MP_KODER) {
    simulator.maskinporten.refuse(kode, 1)
    assert.equal(await refusal(simulator, {}), kode)
  }
  assert.equal(await refusal(simulator, {}), undefined)
})

test('its clock can go wrong, and shows in the Date of its answers', async () => {
  await using simulator = await start()
  simulator.clock.advance(-3_600_000)
  const iat = Math.floor(Date.now() / 1000)
  const { json, headers } = await askToken(simulator, await signGrant(simulator, { iat }))
  assert.match(json.error_description, /MP-130/)
  const date = Date.parse(headers.get('date') ?? '')
  assert.ok(Math.abs(date - simulator.clock.now()) < 60_000)
  const corrected = Math.floor(simulator.clock.now() / 1000)
  assert.equal(await refusal(simulator, { iat: corrected }), undefined)
})

test('a token opens the scopes it was asked for and no others', async () => {
  await using simulator = await start()
  simulator.world.add('inntekt', { identifikator: '01810112345', gjelderPeriode: '2023-01' })
  const scopes = `${SCOPE} skatteetaten:inntekt`
  const path = '/inntekthendelser/v1/hendelser/start'
  for (const [scope, status] of [
    [SCOPE, 403],
    [scopes, 200],
  ] as const) {
    const authorization = `Bearer ${await token(simulator, scope)}`
    const response = await fetch(`${simulator.url}${path}`, { headers: { authorization } })
    assert.equal(response.status, status)
    await response.arrayBuffer()
  }
})
