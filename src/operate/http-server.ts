/** The probes of the platform, the metrics and the status page. On a port that must not be reached from outside the cluster. */
import { fastify } from 'fastify'
import { ConfigError } from '../domain/errors.ts'
import type { Exposition } from './metrics.ts'
import { PAGE_HEADERS, renderPage } from './status/page.ts'
import type { Status } from './status/status.ts'
import { renderJson } from './status/text.ts'

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
  readonly status: () => Promise<Status>
  /** Told of a request that failed. */
  readonly onError: (error: unknown) => void
}

/** For all that is served: it is not to be kept, guessed at, or told of to others. */
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

/**
 * `/isalive` answers 200 unless a loop hangs, `/isready` when we are. Neither asks anything of
 * Postgres or the network, whose faults no restart cures (P13).
 *
 * @throws ConfigError when the port is taken
 */
export async function startHttpServer(
  port: number,
  { isReady, overdue, metrics, status, onError }: Served,
): Promise<HttpServer> {
  const server = fastify()
  // P12: neither an error's message nor the path that was asked for is repeated.
  server.setErrorHandler((error, _request, reply) => {
    onError(error)
    return reply.code(500).send('failed: see the log')
  })
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS)
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
  server.get('/', async (_request, reply) =>
    reply.headers(PAGE_HEADERS).send(renderPage(await status())),
  )
  server.get('/status.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(renderJson(await status())),
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
