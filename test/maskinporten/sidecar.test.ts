import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTokens } from '../../src/maskinporten/tokens.ts'
import { createHttp } from '../../src/skatteetaten/client.ts'
import { faultOf, isFault } from '../skatteetaten/faults.ts'
import { always, type Answering, serve } from '../skatteetaten/server.ts'
import { FULLMAKT, giving, SCOPE } from './fake.ts'

const NEVER = new AbortController().signal

/** Tokens from a sidecar that answers so. */
async function sidecar(answering: Answering) {
  const server = await serve(answering)
  const http = createHttp({ connectionsPerOrigin: 5 })
  const { token } = createTokens({ kind: 'sidecar', url: `${server.url}/api/v1/token` }, http)
  return {
    token,
    calls: server.calls,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await http.close()
    },
  }
}

test('the sidecar is asked for a token of Maskinporten for one scope, once', async () => {
  await using ours = await sidecar(giving())
  assert.equal(await ours.token(FULLMAKT, null, NEVER), 'token-1')
  assert.equal(await ours.token(FULLMAKT, null, NEVER), 'token-1')

  assert.deepEqual(
    ours.calls.map(({ method, path, body }) => [
      method,
      path,
      Object.fromEntries(new URLSearchParams(body)),
    ]),
    [['POST', '/api/v1/token', { identity_provider: 'maskinporten', target: SCOPE }]],
  )
})

// If this fails, every call gets the refused token again from the sidecar's cache until it ends.
test('after a refusal the sidecar is told to skip what it keeps, and only then', async () => {
  await using ours = await sidecar(giving(1))
  const refused = await ours.token(FULLMAKT, null, NEVER)
  await ours.token(FULLMAKT, refused, NEVER)
  await ours.token({ ...FULLMAKT, scope: 'a:1' }, null, NEVER)

  const skipped = ours.calls.map(({ body }) => new URLSearchParams(body).get('skip_cache'))
  assert.deepEqual(skipped, [null, 'true', null])
})

test('what Maskinporten refused the sidecar is explained', async () => {
  const body = JSON.stringify({ error: 'invalid_scope', error_description: 'no (MP-250)' })
  await using ours = await sidecar(always(400, body))
  isFault(
    await faultOf(ours.token(FULLMAKT, null, NEVER)),
    'NOT_GRANTED',
    /^token for skatteetaten:inntekt: the token sidecar answered 400 \(MP-250\)\. Skatteetaten has not/,
  )
})

test('nothing usable from the sidecar is no token', async () => {
  await using ours = await sidecar(always(200, '{}'))
  isFault(
    await faultOf(ours.token(FULLMAKT, null, NEVER)),
    'NO_TOKEN',
    /the token sidecar answered 200/,
  )
})

test('the sidecar can not ask on behalf of others, and is not asked to', async () => {
  await using ours = await sidecar(giving())
  isFault(
    await faultOf(ours.token({ ...FULLMAKT, konsument: '310000003' }, null, NEVER)),
    'NOT_GRANTED',
    /on our own behalf only\. Set MASKINPORTEN_TOKENKILDE=grant$/,
  )
  assert.equal(ours.calls.length, 0)
})
