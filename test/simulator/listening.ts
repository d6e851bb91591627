/** Opening and closing a server, as promises. */
import { once } from 'node:events'
import type { Server } from 'node:http'

/** @returns the port; rejects with the server's own error, such as EADDRINUSE */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was opened')
  return address.port
}

/** Ends every connection, also those that wait for an answer. */
export async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
