/** An API over TLS, on loopback, with a certificate that a test has made. */
import { once } from 'node:events'
import { createServer, type ServerOptions } from 'node:https'
import type { Socket } from 'node:net'

export type TlsCall = {
  readonly path: string
  readonly headers: NodeJS.Dict<string | string[]>
  /** The common name of the certificate that the caller showed; undefined: none. */
  readonly shown: string | undefined
}

export type TlsServer = AsyncDisposable & {
  readonly port: number
  readonly calls: readonly TlsCall[]
}

/** Answers `{}` to everything. */
export async function serveTls(options: ServerOptions): Promise<TlsServer> {
  const calls: TlsCall[] = []
  const names = new WeakMap<Socket, string>()
  const server = createServer(options, (request, response) => {
    const { url: path = '', headers, socket } = request
    calls.push({ path, headers, shown: names.get(socket) })
    response.setHeader('content-type', 'application/json')
    response.end('{}')
  })
  server.on('secureConnection', (socket) => {
    const [, name] = /^CN=(.*)$/m.exec(socket.getPeerX509Certificate()?.subject ?? '') ?? []
    if (name !== undefined) names.set(socket, name)
  })
  // What a refused handshake leaves behind is the caller's to tell.
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    port: address.port,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
