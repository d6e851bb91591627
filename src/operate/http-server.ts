/** The probes of the platform. On a port that must not be reached from outside the cluster. */
import { fastify } from 'fastify'
import { ConfigError } from '../domain/errors.ts'

export type HttpServer = {
  readonly port: number
  readonly close: () => Promise<void>
}

export type Health = {
  /** Settings, schema and posisjoner were right, and nobody has told us to stop. */
  readonly isReady: () => boolean
  /** Loops that hang. */
  readonly overdue: () => readonly string[]
}

/**
 * `/isalive` answers 200 unless a loop hangs, `/isready` when we are. Neither asks anything of
 * Postgres or the network, whose faults no restart cures (P13).
 *
 * @throws ConfigError when the port is taken
 */
export async function startHttpServer(
  port: number,
  { isReady, overdue }: Health,
): Promise<HttpServer> {
  const server = fastify()
  server.get('/isalive', (_request, reply) => {
    const hanging = overdue()
    return hanging.length === 0 ? 'alive' : reply.code(503).send(`hangs: ${hanging.join(', ')}`)
  })
  server.get('/isready', (_request, reply) =>
    isReady() ? 'ready' : reply.code(503).send('not ready'),
  )
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
