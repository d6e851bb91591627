import type { IncomingMessage } from 'node:http'

const LONGEST = 16 * 1024 * 1024

/** The whole body as text. @throws where it is longer than 16 MiB */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > LONGEST) throw new Error('the body is longer than 16 MiB')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString()
}
