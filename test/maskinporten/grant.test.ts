import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { test } from 'node:test'
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'

import { createCertificate } from '../simulator/maskinporten/certificate.ts'
import { always } from '../skatteetaten/server.ts'
import { faultOf, isFault } from '../skatteetaten/faults.ts'
import {
  clientKey,
  fakeMaskinporten,
  FULLMAKT,
  giving,
  grantOf,
  ISSUER,
  jwk,
  NOON,
  PEM,
  PUBLIC_KEY,
  SCOPE,
  secret,
} from './fake.ts'

const NEVER = new AbortController().signal
const SECONDS = NOON / 1_000

test('a grant has the claims that Maskinporten knows, and no other', async () => {
  await using fake = await fakeMaskinporten(giving())
  await fake.token(FULLMAKT, null, NEVER)

  const [call] = fake.calls
  assert.ok(call)
  assert.deepEqual([call.method, call.path], ['POST', '/token'])
  assert.equal(
    new URLSearchParams(call.body).get('grant_type'),
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
  )
  const { jti, ...claims } = decodeJwt(grantOf(call))
  assert.deepEqual(claims, {
    aud: ISSUER,
    iss: 'client-1',
    scope: SCOPE,
    iat: SECONDS,
    exp: SECONDS + 60,
  })
  assert.match(String(jti), /^[0-9a-f-]{36}$/)
})

test('a grant on behalf of a konsument names it, and one for ourselves names nobody', async () => {
  await using fake = await fakeMaskinporten(giving())
  await fake.token({ ...FULLMAKT, konsument: '310000019' }, null, NEVER)
  await fake.token(FULLMAKT, null, NEVER)

  const named = fake.calls.map((call) => decodeJwt(grantOf(call))['consumer_org'])
  assert.deepEqual(named, ['310000019', undefined])
})

test('a grant is signed by the key that its header names', async () => {
  await using fake = await fakeMaskinporten(giving())
  await fake.token(FULLMAKT, null, NEVER)

  const [call] = fake.calls
  assert.ok(call)
  const { protectedHeader } = await jwtVerify(grantOf(call), PUBLIC_KEY, {
    currentDate: new Date(NOON),
    maxTokenAge: 120,
  })
  assert.deepEqual(protectedHeader, { alg: 'RS256', kid: 'key-1' })
})

for (const [own, used] of [
  ['RS256', 'RS256'],
  ['RS384', 'RS384'],
  ['RS512', 'RS512'],
  ['PS256', 'RS256'],
  ['none', 'RS256'],
] as const) {
  test(`a JWK with alg ${own} signs with ${used}`, async () => {
    await using fake = await fakeMaskinporten(giving(), { key: jwk({ alg: own }) })
    await fake.token(FULLMAKT, null, NEVER)
    const [call] = fake.calls
    assert.ok(call)
    await jwtVerify(grantOf(call), PUBLIC_KEY, { currentDate: new Date(NOON) })
    assert.equal(decodeProtectedHeader(grantOf(call)).alg, used)
  })
}

test('an enterprise certificate goes along in the header', async () => {
  const { pem, x5c } = createCertificate({ orgnr: '310000003', privateKeyPem: PEM })
  const registered = { x5c: secret('X5C', pem) }
  const key = clientKey({ kind: 'pem', pem: secret('PEM', PEM), registered })
  await using fake = await fakeMaskinporten(giving(), { key })
  await fake.token(FULLMAKT, null, NEVER)
  const [call] = fake.calls
  assert.ok(call)
  assert.deepEqual(decodeProtectedHeader(grantOf(call)), { alg: 'RS256', x5c })
})

test('a setting of the algorithm goes before that of the JWK', async () => {
  const key = { ...jwk({ alg: 'RS256' }), alg: 'RS384' as const }
  await using fake = await fakeMaskinporten(giving(), { key })
  await fake.token(FULLMAKT, null, NEVER)
  const [call] = fake.calls
  assert.ok(call)
  assert.equal(decodeProtectedHeader(grantOf(call)).alg, 'RS384')
})

test('every try has a grant of its own', async () => {
  await using fake = await fakeMaskinporten(always(503))
  for (let attempt = 0; attempt < 3; attempt++) await faultOf(fake.token(FULLMAKT, null, NEVER))
  assert.equal(new Set(fake.calls.map((call) => decodeJwt(grantOf(call)).jti)).size, 3)
})

function refusal(code: string): string {
  return JSON.stringify({
    error: 'invalid_grant',
    error_description: `Invalid assertion for client-1 (trace 01810112345). ${code}`,
  })
}

for (const [code, says] of [
  ['MP-011', /parameter of the request is invalid/],
  ['MP-012', /grant has been used before/],
  ['MP-100', /does not know our client/],
  ['MP-110', /audience of the grant is not this Maskinporten/],
  ['MP-120', /certificate that signed the grant is not valid/],
  ['MP-121', /key has expired/],
  ['MP-122', /another organisation's/],
  ['MP-123', /can read no certificate/],
  ['MP-124', /signature is not that of the registered key/],
  ['MP-130', /our clock and its clock differ/],
  ['MP-200', /not registered on our client/],
  ['MP-201', /not for clients of our type/],
  ['MP-250', /has not granted our organisation this scope/],
  ['MP-251', /has not delegated this scope/],
  ['MP-301', /system user/],
  ['MP-302', /system user/],
  ['MP-303', /system user/],
  ['MP-999', /docs\.digdir\.no/],
] as const) {
  test(`${code} is explained in a plain sentence`, async () => {
    await using fake = await fakeMaskinporten(always(400, refusal(code)))
    const fault = await faultOf(fake.token(FULLMAKT, null, NEVER))
    const isOfKonsument = ['MP-250', 'MP-251'].includes(code)
    isFault(fault, isOfKonsument ? 'NOT_GRANTED' : 'NO_TOKEN', says)
    assert.ok(
      fault.message.startsWith(`token for ${SCOPE}: Maskinporten answered 400 (${code}). `),
      fault.message,
    )
    const disposition = isOfKonsument ? 'pause konsument' : 'pause'
    assert.deepEqual([fault.kode, fault.status, fault.disposition], [code, 400, disposition])
    assert.doesNotMatch(inspect(fault), /01810112345|client-1/)
  })
}

test('the code is found in error_uri as well', async () => {
  const body = JSON.stringify({ error: 'x', error_uri: 'https://docs.example.org/feil#mp-110' })
  await using fake = await fakeMaskinporten(always(400, body))
  assert.equal((await faultOf(fake.token(FULLMAKT, null, NEVER))).kode, 'MP-110')
})

for (const [date, says] of [
  ['Fri, 01 Mar 2024 11:59:18 GMT', /Ours is 42 s ahead of Maskinporten's$/],
  ['Fri, 01 Mar 2024 13:00:00 GMT', /Ours is 3600 s behind Maskinporten's$/],
  ['nonsense', /they may differ by 10 seconds$/],
] as const) {
  test(`MP-130 with the date ${date} tells how wrong our clock is`, async () => {
    await using fake = await fakeMaskinporten(always(400, refusal('MP-130'), { date }))
    assert.match((await faultOf(fake.token(FULLMAKT, null, NEVER))).message, says)
  })
}

for (const [name, status, body] of [
  ['HTML', 502, '<html>01810112345</html>'],
  ['a redirect', 302, ''],
  ['an empty 200', 200, ''],
  ['HTML with 200', 200, '<html>01810112345</html>'],
  ['no token', 200, '{"expires_in":600}'],
  ['a token that is no text', 200, '{"access_token":7,"expires_in":600}'],
  ['a token that no header can hold', 200, '{"access_token":"a\\nb","expires_in":600}'],
  ['no lifetime', 200, '{"access_token":"a"}'],
  ['a lifetime that is over', 200, '{"access_token":"a","expires_in":0}'],
] as const) {
  test(`${name} is no token`, async () => {
    await using fake = await fakeMaskinporten(always(status, body))
    const fault = await faultOf(fake.token(FULLMAKT, null, NEVER))
    isFault(fault, 'NO_TOKEN', new RegExp(`^token for ${SCOPE}: Maskinporten answered ${status}`))
    assert.ok(!fault.message.includes('01810112345'))
  })
}
