/** Writes an answer to the wire, as it should be or with the fault that was ordered. */
import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Fault } from './faults.ts'
import { feil, html, type Reply } from './reply.ts'

const MEGABYTE = 1024 * 1024

/** The faults that put another answer in the place of the right one. */
export function replacement(fault: Fault, korrelasjonsid: string | undefined): Reply | undefined {
  switch (fault.type) {
    case 'answer':
      return { ...fault, body: fault.body ?? '' }
    case 'feil':
      return feil(fault.status, fault.kode, 'Feil fra simulatoren', korrelasjonsid)
    case 'wait':
      return {
        ...html(fault.status),
        ...(fault.retryAfter === undefined ? {} : { headers: { 'retry-after': fault.retryAfter } }),
      }
    case 'html':
      return html(fault.status)
    case 'redirect':
      return { ...html(302), headers: { location: fault.location } }
    case 'huge':
    case 'truncated':
    case 'wrong-length':
    case 'drip':
    case 'gzip':
    case 'reset':
    case 'silence':
      return undefined
  }
}

export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-type': reply.contentType ?? 'application/json',
    'content-length': Buffer.byteLength(reply.body),
  })
  response.end(reply.body)
}

/** @param reply the right answer, or what `replacement` put in its place */
export function sendWith(fault: Fault, response: ServerResponse, reply: Reply): void {
  const body = Buffer.from(reply.body)
  const half = body.subarray(0, Math.ceil(body.length / 2))
  const type = { 'content-type': reply.contentType ?? 'application/json' }
  switch (fault.type) {
    case 'truncated':
      response.writeHead(reply.status, { ...type, 'content-length': half.length })
      response.end(half)
      return
    case 'wrong-length':
      response.writeHead(reply.status, { ...type, 'content-length': body.length })
      response.write(half, () => response.destroy())
      return
    case 'drip':
      response.writeHead(reply.status, { ...type, 'content-length': body.length })
      drip(response, body, fault.everyMs)
      return
    case 'gzip':
      response.writeHead(reply.status, { ...type, 'content-encoding': 'gzip' })
      response.end(gzipSync(fault.bytes === undefined ? body : Buffer.alloc(fault.bytes, ' ')))
      return
    case 'huge':
      response.writeHead(200, type)
      void flood(response, fault.bytes)
      return
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'silence':
      return
    case 'answer':
    case 'feil':
    case 'wait':
    case 'html':
    case 'redirect':
      send(response, reply)
  }
}

function drip(response: ServerResponse, body: Buffer, everyMs: number): void {
  let sent = 0
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + 1))
    sent += 1
    if (sent < body.length) return
    clearInterval(timer)
    response.end()
  }, everyMs)
  response.once('close', () => clearInterval(timer))
}

/** `{"fyll":"xxx..."}`, a megabyte at a time, no faster than it is read. */
async function flood(response: ServerResponse, bytes: number): Promise<void> {
  const filling = 'x'.repeat(MEGABYTE)
  response.write('{"fyll":"')
  for (let left = bytes; left > 0 && !response.destroyed; left -= MEGABYTE) {
    if (response.write(filling.slice(0, left))) continue
    await new Promise<void>((resolve) => {
      response.once('drain', resolve)
      response.once('close', resolve)
    })
  }
  response.end('"}')
}
