import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'

import { faultOf, isFault } from '../skatteetaten/faults.ts'
import type { Answering } from '../skatteetaten/server.ts'
import { fakeMaskinporten, FULLMAKT, giving, grantOf, ISSUER } from './fake.ts'

const NEVER = new AbortController().signal
const DISCOVERED = { issuer: null, tokenEndpoint: null }

/** Answers the well-known URL so, the first time and then; other calls get tokens. */
function wellKnown(first: unknown, then = first): Answering {
  const tokens = giving()
  const answers = [first]
  return (response, call) => {
    if (call.path === '/token') return tokens(response, call)
    const answer = answers.pop() ?? then
    return response.end(
      JSON.stringify(answer).replaceAll('HOST', `http://${call.headers.host ?? ''}`),
    )
  }
}

const METADATA = {
  issuer: 'https://other.example.org/',
  token_endpoint: 'HOST/token',
  jwks_uri: 'x',
}

test('issuer and token endpoint come from the well-known URL, which is read once', async () => {
  await using fake = await fakeMaskinporten(wellKnown(METADATA), DISCOVERED)
  await Promise.all(
    ['a:1', 'a:2', 'a:3'].map((scope) => fake.token({ ...FULLMAKT, scope }, null, NEVER)),
  )
  await fake.token({ ...FULLMAKT, scope: 'a:4' }, null, NEVER)

  const paths = fake.calls.map(({ path }) => path)
  assert.equal(paths.filter((path) => path.startsWith('/.well-known')).length, 1)
  const grant = fake.calls.find(({ path }) => path === '/token')
  assert.equal(decodeJwt(grant ? grantOf(grant) : '').aud, 'https://other.example.org/')
})

test('an address that is given wins over the well-known URL', async () => {
  const given = { issuer: ISSUER, tokenEndpoint: null }
  await using fake = await fakeMaskinporten(wellKnown(METADATA), given)
  await fake.token(FULLMAKT, null, NEVER)
  const grant = fake.calls.find(({ path }) => path === '/token')
  assert.equal(decodeJwt(grant ? grantOf(grant) : '').aud, ISSUER)
})

test('with both addresses given the well-known URL is not read', async () => {
  await using fake = await fakeMaskinporten(giving(), { wellKnownUrl: null })
  await fake.token(FULLMAKT, null, NEVER)
  assert.deepEqual(
    fake.calls.map(({ path }) => path),
    ['/token'],
  )
})

test('a well-known URL that fails is read again the next time', async () => {
  await using fake = await fakeMaskinporten(wellKnown({ issuer: 7 }, METADATA), DISCOVERED)
  const fault = await faultOf(fake.token(FULLMAKT, null, NEVER))
  isFault(
    fault,
    'NO_TOKEN',
    /^Maskinporten's well-known URL answered 200 without issuer and token_endpoint\. Check MASK/,
  )
  assert.equal(await fake.token(FULLMAKT, null, NEVER), 'token-1')
})

test('without any address there is no token', async () => {
  await using fake = await fakeMaskinporten(giving(), { ...DISCOVERED, wellKnownUrl: null })
  isFault(
    await faultOf(fake.token(FULLMAKT, null, NEVER)),
    'NO_TOKEN',
    /well-known URL is not set$/,
  )
})
