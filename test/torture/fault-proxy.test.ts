import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { startFaultProxy } from './fault-proxy.ts'

const COMMIT = 'Q\0\0\0\x0bcommit\0'

/** A server that says what it hears, and a client that reaches it through the proxy. */
async function line() {
  await using closing = new AsyncDisposableStack()
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closing.defer(() => void server.close())
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const proxy = closing.use(await startFaultProxy({ host: '127.0.0.1', port: address.port }))
  const client = connect(proxy.port, '127.0.0.1')
  client.on('error', () => undefined)
  closing.defer(() => void client.destroy())
  const accepted = await once(server, 'connection')
  const far: Socket = accepted[0]
  far.on('error', () => undefined)
  const held = closing.move()
  return { proxy, client, far, [Symbol.asyncDispose]: () => held.disposeAsync() }
}

/** Not `once`, which rejects when the connection is reset. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

async function heard(socket: Socket): Promise<string> {
  const [chunk] = await once(socket, 'data')
  return String(chunk)
}

test('what is not broken passes both ways', async () => {
  await using at = await line()
  at.client.write('question')
  assert.equal(await heard(at.far), 'question')
  at.far.write('answer')
  assert.equal(await heard(at.client), 'answer')
})

test('a stalled connection passes on what was sent when it goes on', async () => {
  await using at = await line()
  at.proxy.stall(['requests'])
  at.client.write('question')
  at.far.write('answer')
  assert.equal(await heard(at.client), 'answer')
  const late = heard(at.far)
  at.proxy.goOn()
  assert.equal(await late, 'question')
})

test('a commit that is cut is heard by the server and not answered', async () => {
  await using at = await line()
  at.proxy.cutNextCommit(true)
  const reset = closed(at.client)
  at.client.write(COMMIT)
  assert.equal(await heard(at.far), COMMIT)
  await reset
  assert.ok(!at.far.readableEnded)
  const ended = closed(at.far)
  at.far.write('COMMIT')
  await ended
  assert.equal(at.proxy.cuts(), 1)
})

test('a commit that is cut before the server is not heard by it', async () => {
  await using at = await line()
  at.proxy.cutNextCommit(false)
  let text = ''
  at.far.on('data', (chunk) => (text += chunk))
  at.client.write('insert')
  await once(at.far, 'data')
  const ended = closed(at.far)
  at.client.write(COMMIT)
  await ended
  assert.equal(text, 'insert')
})

test('of a client that is lost the server hears nothing more', async () => {
  await using at = await line()
  at.proxy.lose()
  let text = ''
  at.far.on('data', (chunk) => (text += chunk))
  at.client.write('question')
  at.far.write('answer')
  assert.equal(await heard(at.client), 'answer')
  assert.equal(text, '')
})
