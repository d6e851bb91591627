/**
 * A TCP proxy that breaks what goes through it, on order. What it does not break it passes on in
 * order, closes too: behind what was sent before them.
 */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

type Direction = 'requests' | 'answers'

export type FaultProxy = AsyncDisposable & {
  readonly port: number
  /** Holds everything back for that long, in both directions. */
  readonly setLatency: (ms: number) => void
  /** Resets the connections for which `chosen` says so. @returns how many */
  readonly reset: (chosen: () => boolean) => number
  /** Passes nothing on until `goOn`; connections stay open on both sides. */
  readonly stall: (directions: readonly Direction[]) => void
  readonly goOn: () => void
  /** The next COMMIT gets no reply: its connection is reset, after Postgres has it or before. */
  readonly cutNextCommit: (reaches: boolean) => void
  /** As when a machine is lost: nothing comes of its clients any more, not even their end. */
  readonly lose: () => void
  /** Commits that were cut so far. */
  readonly cuts: () => number
  /** No fault is left. */
  readonly heal: () => void
}

/** A simple query of Postgres' protocol: type, length, text, zero. */
const COMMIT = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1')

type Line = {
  readonly client: Socket
  readonly server: Socket
  /** The client is gone, and the server is not told. */
  isLeft: boolean
}

/** When the server finds out that a client is lost; by the defaults of Linux after two hours. */
const LOST_MS = 60_000

/** @param target where connections are passed on to */
export async function startFaultProxy(target: {
  readonly host: string
  readonly port: number
}): Promise<FaultProxy> {
  const lines = new Set<Line>()
  let latencyMs = 0
  let stalled: readonly Direction[] = []
  let over = Promise.withResolvers<void>()
  let cut: { readonly reaches: boolean } | undefined
  let cuts = 0

  async function untilFree(direction: Direction): Promise<void> {
    if (latencyMs > 0) await delay(latencyMs)
    while (stalled.includes(direction)) await over.promise
  }

  function drop(line: Line, how: 'close' | 'reset'): void {
    lines.delete(line)
    for (const end of [line.client, line.server]) {
      if (how === 'reset') end.resetAndDestroy()
      else end.destroySoon()
    }
  }

  function forward(line: Line, direction: Direction): void {
    const [from, to] =
      direction === 'requests' ? [line.client, line.server] : [line.server, line.client]
    let passed = Promise.resolve()
    /** After all that came before, and when the network lets it through. */
    const inTurn = (act: () => void): void => {
      passed = passed
        .then(() => untilFree(direction))
        .then(() => (direction === 'requests' && line.isLeft ? undefined : act()))
    }
    from.on('data', (chunk: Buffer) =>
      inTurn(() => {
        const isCut = direction === 'requests' && cut !== undefined && chunk.includes(COMMIT)
        if (isCut) cutAt(line, chunk)
        else if (!to.destroyed) to.write(chunk)
      }),
    )
    for (const end of ['end', 'close']) from.once(end, () => inTurn(() => drop(line, 'close')))
    from.on('error', () => undefined)
  }

  function cutAt(line: Line, chunk: Buffer): void {
    const reaches = cut?.reaches ?? false
    cut = undefined
    cuts += 1
    if (!reaches) return drop(line, 'reset')
    line.isLeft = true
    line.server.write(chunk)
    line.server.once('data', () => drop(line, 'close'))
    line.client.resetAndDestroy()
  }

  function goOn(): void {
    stalled = []
    over.resolve()
    over = Promise.withResolvers()
  }

  const listener = createServer({ noDelay: true }, (client) => {
    const server = connect({ ...target, noDelay: true })
    const line = { client, server, isLeft: false }
    lines.add(line)
    forward(line, 'requests')
    forward(line, 'answers')
  })
  await once(listener.listen(0, '127.0.0.1'), 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('no port was opened')

  return {
    port: address.port,
    setLatency: (ms) => void (latencyMs = ms),
    reset(chosen) {
      const unlucky = [...lines].filter(chosen)
      for (const line of unlucky) drop(line, 'reset')
      return unlucky.length
    },
    stall: (directions) => void (stalled = directions),
    goOn,
    cutNextCommit: (reaches) => void (cut = { reaches }),
    lose() {
      for (const line of lines) {
        line.isLeft = true
        setTimeout(drop, LOST_MS, line, 'close').unref()
      }
    },
    cuts: () => cuts,
    heal() {
      latencyMs = 0
      cut = undefined
      goOn()
    },
    async [Symbol.asyncDispose]() {
      const closed = once(listener, 'close')
      listener.close()
      for (const line of lines) drop(line, 'reset')
      await closed
    },
  }
}
