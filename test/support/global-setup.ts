/**
 * One Postgres server for a whole `node --test` run, started when the first test asks for it.
 *
 * The runner loads this file in its own process and each test file runs in another: they ask over a
 * Unix socket, whose path they find in their environment (postgres.ts). A run of pure tests starts
 * no server.
 */
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestServer, type TestServer } from './test-server.ts'

let server: Promise<TestServer> | undefined

const broker = createServer((socket) => {
  server ??= startTestServer()
  void server
    .then(
      ({ url }) => ({ url }),
      (error: Error) => ({ error: error.message }),
    )
    .then((answer) => socket.end(JSON.stringify(answer)))
})

export async function globalSetup(): Promise<void> {
  if (process.env['TEST_DATABASE_URL']) return
  const folder = await mkdtemp(join(tmpdir(), 'hendelsesfolger-test-'))
  // Not globalTeardown, which --test-force-exit passes over.
  process.once('exit', () => rmSync(folder, { recursive: true }))
  process.env['TEST_SERVER_SOCKET'] = join(folder, 'socket')
  await once(broker.listen(process.env['TEST_SERVER_SOCKET']), 'listening')
  broker.unref()
}
