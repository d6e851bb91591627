/** An API over TLS, on loopback, with a certificate that a test has made. */
import { once } from 'node:events'
import { createServer, type ServerOptions } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions, type TLSSocket } from 'node:tls'

export type TlsCall = {
  readonly path: string
  readonly headers: NodeJS.Dict<string | string[]>
  /** The common name of the certificate that the caller showed; undefined: none. */
  readonly shown: string | undefined
}

/** A server on this machine, over TLS: for each connection one of bytes to it. */
export async function tlsInFrontOf(port: number, options: TlsOptions): Promise<TlsTunnel> {
  const shown = new Set<string | undefined>()
  const sockets = new Set<Socket>()
  const server = createTlsServer(options, (socket) => {
    shown.add(nameOf(socket))
    const target = connect(port, '127.0.0.1')
    for (const one of [socket, target]) {
      sockets.add(one)
      one.on('error', () => undefined)
      one.on('close', () => sockets.delete(one))
    }
    socket.pipe(target).pipe(socket)
  })
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server.address()),
    shown,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export type TlsTunnel = AsyncDisposable & {
  readonly port: number
  /** The common names of the certificates that callers showed. */
  readonly shown: ReadonlySet<string | undefined>
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
    const name = nameOf(socket)
    if (name !== undefined) names.set(socket, name)
  })
  // What a refused handshake leaves behind is the caller's to tell.
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server.address()),
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function nameOf(socket: TLSSocket): string | undefined {
  return /^CN=(.*)$/m.exec(socket.getPeerX509Certificate()?.subject ?? '')?.[1]
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
