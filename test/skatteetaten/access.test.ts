import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Fault } from '../../src/domain/errors.ts'
import { type Access, ask } from '../../src/skatteetaten/access.ts'
import { createHttp } from '../../src/skatteetaten/client.ts'
import { accessTo, FULLMAKT } from './entries.ts'
import { always, type Answering, type Call, serve } from './server.ts'

const NEVER = new AbortController().signal

type Token = Access['token']

/** Gives t1 until it is refused, then t2. */
const renewing: Token = async (_, rejected) => (rejected === null ? 't1' : 't2')

async function asking(
  answering: Answering,
  token: Token,
): Promise<{ status: number; calls: readonly Call[] }> {
  await using server = await serve(answering)
  const http = createHttp({ connectionsPerOrigin: 5 })
  try {
    const access = accessTo(server.url, http, token)
    const { status } = await ask(access, `${server.url}/v1/a`, 'look-up in x', FULLMAKT, NEVER)
    return { status, calls: server.calls }
  } finally {
    await http.close()
  }
}

/** Refuses all tokens but this one. */
function accepting(token: string): Answering {
  return (response, { headers }) => {
    response.writeHead(headers.authorization === `Bearer ${token}` ? 200 : 401)
    response.end('{}')
  }
}

test('a call carries the token, asks for JSON, and has a Korrelasjonsid of its own', async () => {
  const { status, calls } = await asking(accepting('t2'), renewing)
  assert.equal(status, 200)
  assert.deepEqual(
    calls.map(({ headers }) => [headers.authorization, headers.accept]),
    [
      ['Bearer t1', 'application/json'],
      ['Bearer t2', 'application/json'],
    ],
  )
  const ids = calls.map(({ headers }) => headers['korrelasjonsid'])
  for (const id of ids) assert.match(String(id), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  assert.equal(new Set(ids).size, 2)
})

test('where a certificate says who we are no token is shown, and a 401 is not tried again', async () => {
  const { status, calls } = await asking(always(401), null)
  assert.deepEqual([status, calls.length], [401, 1])
  assert.equal(calls[0]?.headers.authorization, undefined)
})

test('an accepted token is asked for once', async () => {
  const { status, calls } = await asking(accepting('t1'), renewing)
  assert.deepEqual([status, calls.length], [200, 1])
})

test('the scope and the refused token are what a new token is asked with', async () => {
  const asked: unknown[] = []
  await asking(accepting('t2'), async (fullmakt, rejected, signal) => {
    asked.push([fullmakt, rejected])
    return renewing(fullmakt, rejected, signal)
  })
  assert.deepEqual(asked, [
    [FULLMAKT, null],
    [FULLMAKT, 't1'],
  ])
})

test('a 401 with the new token too is the answer: there is no third try', async () => {
  const { status, calls } = await asking(always(401), renewing)
  assert.deepEqual([status, calls.length], [401, 2])
})

for (const status of [200, 403, 404, 429, 500, 503]) {
  test(`${status} is not asked again`, async () => {
    const { calls } = await asking(always(status), renewing)
    assert.equal(calls.length, 1)
  })
}

test('without a token nothing is asked', async () => {
  await using server = await serve(always(200))
  const http = createHttp({ connectionsPerOrigin: 5 })
  const refused = new Fault('NO_TOKEN', 'no token')
  const access = accessTo(server.url, http, () => Promise.reject(refused))
  await assert.rejects(ask(access, server.url, 'look-up in x', FULLMAKT, NEVER), refused)
  assert.equal(server.calls.length, 0)
  await http.close()
})
