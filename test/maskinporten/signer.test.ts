import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { EGEN } from '../../src/domain/ids.ts'
import { faultOf, isFault } from '../skatteetaten/faults.ts'
import type { Answering } from '../skatteetaten/server.ts'
import { fakeMaskinporten, FULLMAKT, grantOf, jwk, NOON } from './fake.ts'

const NEVER = new AbortController().signal
const HOUR = 3_600_000
const OTHER = { konsument: EGEN, scope: 'skatteetaten:avregning' }

function refusal(code: string): string {
  return JSON.stringify({ error: 'invalid_grant', error_description: `no (${code})` })
}

/** Takes grants of this kid only. */
function registered(kid: string, code: string): Answering {
  return (response, call) => {
    if (decodeProtectedHeader(grantOf(call)).kid === kid) {
      response.end('{"access_token":"token","expires_in":600}')
      return
    }
    response.statusCode = 400
    response.end(refusal(code))
  }
}

/** Takes grants that are issued within ten seconds of its own clock. */
function clockAt(now: number): Answering {
  return (response, call) => {
    const { iat = 0 } = decodeJwt(grantOf(call))
    response.setHeader('date', new Date(now).toUTCString())
    if (Math.abs(now / 1_000 - iat) <= 10) {
      response.end('{"access_token":"token","expires_in":600}')
      return
    }
    response.statusCode = 400
    response.end(refusal('MP-130'))
  }
}

/** Takes none, and has a clock an hour behind ours. */
const refusing: Answering = (response) => {
  response.statusCode = 400
  response.setHeader('date', new Date(NOON - HOUR).toUTCString())
  response.end(refusal('MP-130'))
}

for (const code of ['MP-120', 'MP-121', 'MP-124']) {
  test(`when Maskinporten refuses the first key with ${code} the next is tried, and kept`, async () => {
    await using fake = await fakeMaskinporten(registered('key-2', code), {
      nextKey: jwk({ kid: 'key-2' }),
    })

    assert.equal(await fake.token(FULLMAKT, null, NEVER), 'token')
    assert.equal(await fake.token(OTHER, null, NEVER), 'token')

    const kids = fake.calls.map((call) => decodeProtectedHeader(grantOf(call)).kid)
    assert.deepEqual(kids, ['key-1', 'key-2', 'key-2'])
  })
}

test('when both keys are refused both have been tried once, and it is said why', async () => {
  await using fake = await fakeMaskinporten(registered('key-3', 'MP-124'), {
    nextKey: jwk({ kid: 'key-2' }),
  })

  isFault(await faultOf(fake.token(FULLMAKT, null, NEVER)), 'NO_TOKEN', /MP-124/)
  assert.equal(fake.calls.length, 2)
})

test('without a next key a refused key is not tried again', async () => {
  await using fake = await fakeMaskinporten(registered('key-2', 'MP-121'))

  isFault(await faultOf(fake.token(FULLMAKT, null, NEVER)), 'NO_TOKEN', /MP-121/)
  assert.equal(fake.calls.length, 1)
})

for (const [words, off] of [
  ['ahead', HOUR],
  ['behind', -HOUR],
] as const) {
  test(`with our clock an hour ${words} the grant is signed once more by Maskinporten's, and so from then on`, async () => {
    await using fake = await fakeMaskinporten(clockAt(NOON - off))

    assert.equal(await fake.token(FULLMAKT, null, NEVER), 'token')
    assert.equal(await fake.token(OTHER, null, NEVER), 'token')
    assert.equal(fake.calls.length, 3)
  })
}

test('a clock that can not be corrected is told with its skew', async () => {
  await using fake = await fakeMaskinporten(refusing)

  isFault(await faultOf(fake.token(FULLMAKT, null, NEVER)), 'NO_TOKEN', /Ours is 3600 s ahead of/)
  assert.equal(fake.calls.length, 2)
})
