/** A port on 127.0.0.1 that stays free until it is used. */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Chosen below the range that kernels give to outgoing connections and to listeners on port 0
 * (from 32768 on Linux): nobody else gets it meanwhile, and a client that keeps asking for it while
 * its server is down can't be connected to itself.
 */
export async function freePort(attempts = 20): Promise<number> {
  const port = randomInt(15_000, 32_000)
  const probe = createServer()
  try {
    await once(probe.listen(port, '127.0.0.1'), 'listening')
    await once(probe.close(), 'close')
    return port
  } catch (error) {
    if (attempts === 1) throw error
    return freePort(attempts - 1)
  }
}
