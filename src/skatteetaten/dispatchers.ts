/**
 * Which connections a call goes over: straight, or through a proxy.
 *
 * What never leaves this machine goes straight, whatever the proxy settings say. Through a proxy
 * everything goes by CONNECT, http as well: the proxy sees which host, and nothing else.
 */
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici'

import type { Proxies } from '../domain/transport.ts'
import { isLoopback } from '../lib/loopback.ts'
import type { TlsOptions } from './tls.ts'

export type DispatcherOptions = {
  readonly connectionsPerOrigin: number
  readonly connectTimeoutMs: number
  /** Null: there is none. */
  readonly proxies: Proxies | null
  /** The same object for as long as nothing has changed. */
  readonly tls: () => TlsOptions
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
}

export type Dispatchers = {
  readonly of: (origin: string) => Dispatcher
  readonly close: () => Promise<void>
}

/** Firewalls drop idle connections silently and addresses change: none is used longer than this. */
const CONNECTION_LIFETIME_MS = 5 * 60_000

/** How often it is looked whether a certificate has been replaced. */
const LOOK_EVERY_MS = 10_000

type Connections = {
  readonly direct: Agent
  readonly proxied: Dispatcher
  readonly tls: TlsOptions
}

export function createDispatchers(options: DispatcherOptions): Dispatchers {
  const { tls, now } = options
  let current = open(options, tls())
  let lookAt = now() + LOOK_EVERY_MS
  const closing = new Set<Promise<void>>()

  function renewed(): Connections {
    if (now() < lookAt) return current
    lookAt = now() + LOOK_EVERY_MS
    const latest = tls()
    if (latest === current.tls) return current
    // The calls in flight end where they are.
    const ended = shut(current).finally(() => closing.delete(ended))
    closing.add(ended)
    current = open(options, latest)
    return current
  }

  return {
    of: (origin) => {
      const { direct, proxied } = renewed()
      return proxied === direct || isThisMachine(origin) ? direct : proxied
    },
    close: async () => {
      await Promise.all([shut(current), ...closing])
    },
  }
}

function open(
  { connectionsPerOrigin, connectTimeoutMs, proxies }: DispatcherOptions,
  tls: TlsOptions,
): Connections {
  const options = {
    connections: connectionsPerOrigin,
    pipelining: 1,
    allowH2: false,
    connectTimeout: connectTimeoutMs,
    clientTtl: CONNECTION_LIFETIME_MS,
    // undici's own two start over at every byte; the total deadline is tighter than both.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  const direct = new Agent({ ...options, connect: tls })
  if (proxies === null) return { direct, proxied: direct, tls }
  const proxied = new EnvHttpProxyAgent({
    ...options,
    // Empty, not left out: undici would look into the environment.
    httpsProxy: proxies.https ?? '',
    httpProxy: proxies.http ?? '',
    noProxy: proxies.none,
    proxyTunnel: true,
    connect: tls,
    requestTls: tls,
    // The proxy is no API: it gets no certificate of ours.
    proxyTls: { minVersion: tls.minVersion, rejectUnauthorized: true },
  })
  return { direct, proxied, tls }
}

async function shut({ direct, proxied }: Connections): Promise<void> {
  await Promise.all([direct.close(), ...(proxied === direct ? [] : [proxied.close()])])
}

function isThisMachine(origin: string): boolean {
  return isLoopback(URL.parse(origin)?.hostname ?? '')
}
