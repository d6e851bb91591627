import assert from 'node:assert/strict'
import { test } from 'node:test'

import { EGEN } from '../../src/domain/ids.ts'
import { faultOf, isFault } from '../skatteetaten/faults.ts'
import { always, type Answering } from '../skatteetaten/server.ts'
import { fakeMaskinporten, FULLMAKT, giving, grantOf, SCOPE } from './fake.ts'

const NEVER = new AbortController().signal

/** Holds every answer back until the test lets go. */
function held(answering: Answering): {
  readonly answering: Answering
  readonly asked: Promise<void>
  readonly letGo: () => void
} {
  const { promise: asked, resolve: onAsked } = Promise.withResolvers<void>()
  const { promise: free, resolve: letGo } = Promise.withResolvers<void>()
  return {
    asked,
    letGo,
    async answering(response, call) {
      onAsked()
      await free
      return answering(response, call)
    },
  }
}

test('a token is asked for once, and used again', async () => {
  await using fake = await fakeMaskinporten(giving())
  for (let call = 0; call < 3; call++) {
    assert.equal(await fake.token(FULLMAKT, null, NEVER), 'token-1')
  }
  assert.equal(fake.calls.length, 1)
})

test('each scope has its own token', async () => {
  await using fake = await fakeMaskinporten(giving())
  const tokens = [
    await fake.token({ konsument: EGEN, scope: 'a:1' }, null, NEVER),
    await fake.token({ konsument: EGEN, scope: 'a:2' }, null, NEVER),
  ]
  assert.deepEqual(tokens, ['token-1', 'token-2'])
  const scopes = fake.calls.map((call) => /"scope":"([^"]+)"/.exec(payload(grantOf(call)))?.[1])
  assert.deepEqual(scopes, ['a:1', 'a:2'])
})

test('each konsument has its own token, and a refusal of one leaves the others alone', async () => {
  await using fake = await fakeMaskinporten((response, call) => {
    if (payload(grantOf(call)).includes('"consumer_org":"310000027"')) {
      response.statusCode = 400
      response.end('{"error_description":"not delegated (MP-251)"}')
      return
    }
    giving(600)(response, call)
  })
  const asked = ['310000019', '310000027', EGEN].map((konsument) =>
    fake.token({ konsument, scope: SCOPE }, null, NEVER),
  )
  const [other, lacking, own] = await Promise.allSettled(asked)

  assert.equal(other?.status, 'fulfilled')
  assert.equal(own?.status, 'fulfilled')
  assert.ok(lacking?.status === 'rejected')
  isFault(lacking.reason, 'NOT_GRANTED', /on behalf of 310000027: .* has not delegated this scope/)
  assert.equal(fake.calls.length, 3)
})

function payload(jwt: string): string {
  return Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()
}

for (const [seconds, renewedAfter] of [
  [600, 570],
  [10, 9],
] as const) {
  test(`a token of ${seconds} s is renewed after ${renewedAfter} s`, async () => {
    await using fake = await fakeMaskinporten(giving(seconds))
    await fake.token(FULLMAKT, null, NEVER)
    fake.clock.now += renewedAfter * 1_000 - 1
    assert.equal(await fake.token(FULLMAKT, null, NEVER), 'token-1')
    fake.clock.now += 1
    assert.equal(await fake.token(FULLMAKT, null, NEVER), 'token-2')
  })
}

// The answer is held open while the others ask, so that they certainly overlap.
test('callers who need a token at the same time wait for the same one', async () => {
  const { answering, asked, letGo } = held(giving())
  await using fake = await fakeMaskinporten(answering)
  const first = fake.token(FULLMAKT, null, NEVER)
  await asked
  const others = Array.from({ length: 20 }, () => fake.token(FULLMAKT, null, NEVER))
  letGo()
  assert.deepEqual(new Set(await Promise.all([first, ...others])), new Set(['token-1']))
  assert.equal(fake.calls.length, 1)
})

test('many calls refused with one token renew it once', async () => {
  await using fake = await fakeMaskinporten(giving())
  const refused = await fake.token(FULLMAKT, null, NEVER)
  const renewed = await Promise.all(
    Array.from({ length: 20 }, () => fake.token(FULLMAKT, refused, NEVER)),
  )
  assert.deepEqual(new Set(renewed), new Set(['token-2']))

  // The last of them is refused when the new token is there already.
  assert.equal(await fake.token(FULLMAKT, refused, NEVER), 'token-2')
  assert.equal(fake.calls.length, 2)
})

test('a token that was refused is not given to anybody', async () => {
  const { answering, asked, letGo } = held(giving())
  let isFirst = true
  const tokens = giving()
  await using fake = await fakeMaskinporten((response, call) => {
    if (!isFirst) return answering(response, call)
    isFirst = false
    return tokens(response, call)
  })
  const refused = await fake.token(FULLMAKT, null, NEVER)
  const renewal = fake.token(FULLMAKT, refused, NEVER)
  await asked
  const other = fake.token(FULLMAKT, null, NEVER)
  letGo()
  await Promise.all([renewal, other])
  assert.equal(fake.calls.length, 2)
})

test('a caller who aborts leaves, and the others get their token', async () => {
  const { answering, asked, letGo } = held(giving())
  await using fake = await fakeMaskinporten(answering)
  const stop = new AbortController()
  const leaving = fake.token(FULLMAKT, null, stop.signal)
  const staying = fake.token(FULLMAKT, null, NEVER)
  await asked
  stop.abort(new Error('told to stop'))
  await assert.rejects(leaving, /^Error: told to stop$/)
  letGo()
  assert.equal(await staying, 'token-1')
  assert.equal(fake.calls.length, 1)
})

test('a request that nobody waits for any more is given up', { timeout: 5_000 }, async () => {
  const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>()
  const { promise: asked, resolve: onAsked } = Promise.withResolvers<void>()
  let isFirst = true
  const tokens = giving()
  await using fake = await fakeMaskinporten((response, call) => {
    if (!isFirst) return tokens(response, call)
    isFirst = false
    response.on('close', onClosed)
    return onAsked()
  })
  const stop = new AbortController()
  const leaving = fake.token(FULLMAKT, null, stop.signal)
  await asked
  stop.abort(new Error('told to stop'))
  await assert.rejects(leaving, /told to stop/)
  const next = fake.token(FULLMAKT, null, NEVER)
  await closed
  assert.equal(await next, 'token-1')
})

test('a caller who has aborted already asks for nothing', async () => {
  await using fake = await fakeMaskinporten(giving())
  const reason = new Error('told to stop')
  await assert.rejects(fake.token(FULLMAKT, null, AbortSignal.abort(reason)), reason)
  assert.equal(fake.calls.length, 0)
})

test('what fails is asked for again the next time', async () => {
  let isFirst = true
  const tokens = giving()
  await using fake = await fakeMaskinporten((response, call) => {
    if (!isFirst) return tokens(response, call)
    isFirst = false
    response.writeHead(503)
    return response.end()
  })
  const failed = await Promise.all([1, 2].map(() => faultOf(fake.token(FULLMAKT, null, NEVER))))
  for (const fault of failed) isFault(fault, 'NO_TOKEN', /answered 503/)
  assert.equal(await fake.token(FULLMAKT, null, NEVER), 'token-1')
  assert.equal(fake.calls.length, 2)
})

/** Gives one token, and then nothing more. */
function givingOnce(): Answering {
  const tokens = giving()
  const down = always(503)
  let given = 0
  return (response, call) => (given++ === 0 ? tokens(response, call) : down(response, call))
}

test('a token that still works is used to its end when there is no new one', async () => {
  await using fake = await fakeMaskinporten(givingOnce())
  await fake.token(FULLMAKT, null, NEVER)
  fake.clock.now += 599_999
  assert.equal(await fake.token(FULLMAKT, null, NEVER), 'token-1')
  fake.clock.now += 1
  isFault(await faultOf(fake.token(FULLMAKT, null, NEVER)), 'NO_TOKEN', /answered 503/)
})

test('a refused token is not used to its end', async () => {
  await using fake = await fakeMaskinporten(givingOnce())
  const refused = await fake.token(FULLMAKT, null, NEVER)
  for (const rejected of [refused, null]) {
    isFault(await faultOf(fake.token(FULLMAKT, rejected, NEVER)), 'NO_TOKEN', /answered 503/)
  }
})

test('a Maskinporten that cannot be reached is NO_TOKEN, with the reason', async () => {
  await using fake = await fakeMaskinporten((response) => response.socket?.resetAndDestroy())
  const fault = await faultOf(fake.token(FULLMAKT, null, NEVER))
  isFault(fault, 'NO_TOKEN', /^token for skatteetaten:inntekt: no answer from http\S+ \(\w+\)$/)
  assert.equal(fault.disposition, 'pause')
})
