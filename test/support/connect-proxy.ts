/** A proxy that makes tunnels (CONNECT) and nothing else, and takes every name for this machine. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { connect, type Socket } from 'node:net'

export type Tunnel = { readonly to: string; readonly headers: IncomingHttpHeaders }

export type ConnectProxy = AsyncDisposable & {
  readonly url: string
  /** What was asked for, in the order in which it came. */
  readonly tunnels: readonly Tunnel[]
  /** Requests that were no CONNECT. */
  readonly forwarded: () => number
}

export type ConnectProxyOptions = {
  /** Where every tunnel ends, whatever host it is for. */
  readonly port: number
  /** What it answers to CONNECT; null: nothing, ever. */
  readonly answer?: (headers: IncomingHttpHeaders) => 200 | 403 | 407 | null
}

export async function startConnectProxy({
  port,
  answer = () => 200,
}: ConnectProxyOptions): Promise<ConnectProxy> {
  const tunnels: Tunnel[] = []
  const sockets = new Set<Socket>()
  let forwarded = 0
  const server = createServer((_, response) => {
    forwarded += 1
    response.writeHead(405).end()
  })
  server.on('connection', (socket) => sockets.add(socket))
  server.on('connect', (request, socket: Socket) => {
    tunnels.push({ to: request.url ?? '', headers: request.headers })
    socket.on('error', () => undefined)
    const status = answer(request.headers)
    if (status === null) return
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.pipe(socket)
      socket.pipe(target)
    })
    sockets.add(target)
    target.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    tunnels,
    forwarded: () => forwarded,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
