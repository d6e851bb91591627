/** The probes of the platform, and the metrics. On a port that must not be reached from outside the cluster. */
import { fastify } from 'fastify'
import { ConfigError } from '../domain/errors.ts'
import type { Exposition } from './metrics.ts'

export type HttpServer = {
  readonly port: number
  readonly close: () => Promise<void>
}

export type Served = {
  /** Settings, schema and posisjoner were right, and nobody has told us to stop. */
  readonly isReady: () => boolean
  /** Loops that hang. */
  readonly overdue: () => readonly string[]
  readonly metrics: () => Promise<Exposition>
  /** Told of a request that failed. */
  readonly onError: (error: unknown) => void
}

/**
 * `/isalive` answers 200 unless a loop hangs, `/isready` when we are. Neither asks anything of
 * Postgres or the network, whose faults no restart cures (P13).
 *
 * @throws ConfigError when the port is taken
 */
export async function startHttpServer(
  port: number,
  { isReady, overdue, metrics, onError }: Served,
): Promise<HttpServer> {
  const server = fastify()
  // P12: neither an error's message nor the path that was asked for is repeated.
  server.setErrorHandler((error, _request, reply) => {
    onError(error)
    return reply.code(500).send('failed: see the log')
  })
  server.setNotFoundHandler((_request, reply) => reply.code(404).send('not found'))
  server.get('/isalive', (_request, reply) => {
    const hanging = overdue()
    return hanging.length === 0 ? 'alive' : reply.code(503).send(`hangs: ${hanging.join(', ')}`)
  })
  server.get('/isready', (_request, reply) =>
    isReady() ? 'ready' : reply.code(503).send('not ready'),
  )
  server.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await metrics()
    return reply.type(contentType).send(text)
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
