import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from '../../src/domain/errors.ts'
import { startHttpServer } from '../../src/operate/http-server.ts'
import { KARI } from '../support/builders.ts'
import { status } from '../support/status.ts'

/** The probes of a process that is as the test says. */
async function probes() {
  const state = {
    ready: true,
    overdue: [] as readonly string[],
    metrics: () => Promise.resolve({ contentType: 'text/plain', text: 'a 1\n' }),
  }
  const server = await startHttpServer(0, {
    isReady: () => state.ready,
    overdue: () => state.overdue,
    metrics: () => state.metrics(),
    status: () => Promise.resolve(status()),
    onError: () => undefined,
  })
  return {
    state,
    port: server.port,
    get: async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`)
      return [response.status, await response.text()] as const
    },
    [Symbol.asyncDispose]: server.close,
  }
}

test('P13: /isalive is red while a loop hangs, and says which', async () => {
  await using one = await probes()

  assert.equal((await one.get('/isalive'))[0], 200)
  one.state.overdue = ['api:inntekt', 'liste:egen:inntekt']
  assert.deepEqual(await one.get('/isalive'), [503, 'hangs: api:inntekt, liste:egen:inntekt'])
  one.state.overdue = []
  assert.equal((await one.get('/isalive'))[0], 200)
})

// A process that waits for its database, or is stopping, must not be killed for it.
test('a process that is not ready is alive all the same', async () => {
  await using one = await probes()
  one.state.ready = false

  assert.equal((await one.get('/isready'))[0], 503)
  assert.equal((await one.get('/isalive'))[0], 200)
})

test('/isready is green when it is ready, also while a loop hangs', async () => {
  await using one = await probes()
  one.state.overdue = ['api:inntekt']

  assert.equal((await one.get('/isready'))[0], 200)
})

// P12: an error's message may quote a value.
test('of an error nothing is told but that there was one', async () => {
  await using one = await probes()
  one.state.metrics = () => Promise.reject(new Error(`about ${KARI}`))

  assert.deepEqual(await one.get('/metrics'), [500, 'failed: see the log'])
})

test('an unknown path is not found, and not repeated', async () => {
  await using one = await probes()

  assert.deepEqual(await one.get(`/${KARI}`), [404, 'not found'])
})

test('a port that is taken is a setting that is wrong', async () => {
  await using one = await probes()

  await assert.rejects(
    startHttpServer(one.port, {
      isReady: () => true,
      overdue: () => [],
      metrics: one.state.metrics,
      status: () => Promise.resolve(status()),
      onError: () => undefined,
    }),
    (error) => error instanceof ConfigError && error.message.includes(`PORT=${one.port}`),
  )
})
