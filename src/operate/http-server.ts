/** The probes of the platform. On a port that must not be reached from outside the cluster. */
import { fastify } from 'fastify'
import { ConfigError } from '../domain/errors.ts'

export type HttpServer = {
  readonly port: number
  readonly close: () => Promise<void>
}

/**
 * `/isalive` answers 200 while the process can answer at all: it asks nothing of Postgres or the
 * network, whose faults no restart cures (P13). `/isready` is 200 when `isReady` says so, else 503.
 *
 * @throws ConfigError when the port is taken
 */
export async function startHttpServer(port: number, isReady: () => boolean): Promise<HttpServer> {
  const server = fastify()
  server.get('/isalive', () => 'alive')
  server.get('/isready', (_request, reply) => {
    void reply.code(isReady() ? 200 : 503)
    return isReady() ? 'ready' : 'not ready'
  })
  try {
    await server.listen({ port, host: '0.0.0.0' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    throw new ConfigError([
      `PORT=${port}: another process listens there. Choose another, or 0 for any`,
    ])
  }
  const address = server.server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return { port: bound, close: () => server.close() }
}
