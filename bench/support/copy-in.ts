/** COPY ... FROM STDIN with pg alone: it can speak that part of the protocol, but has no call for it. */
import { type Client, Query } from 'pg'

type CopyConnection = {
  readonly sendCopyFromChunk: (chunk: Buffer) => void
  readonly endCopyFrom: () => void
}

class CopyIn extends Query {
  readonly #rows: Buffer

  constructor(statement: string, rows: Buffer, done: (error?: Error) => void) {
    super(statement, undefined, done)
    this.#rows = rows
  }

  /** Called by pg when Postgres has said that it waits for rows. */
  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.#rows)
    connection.endCopyFrom()
  }
}

/** @param rows in COPY's text format, all of them */
export async function copyIn(client: Client, statement: string, rows: Buffer): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  client.query(new CopyIn(statement, rows, (error) => (error ? reject(error) : resolve())))
  await promise
}

/** Rows of values in COPY's text format. */
export function copyText(rows: Iterable<readonly (string | bigint | null)[]>): Buffer {
  let text = ''
  for (const row of rows) text += `${row.map(copyValue).join('\t')}\n`
  return Buffer.from(text)
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
}

function copyValue(value: string | bigint | null): string {
  if (value === null) return '\\N'
  return String(value).replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign)
}
