/** What commands read identifikatorer from. Never from the command line: everybody on the machine sees that. */
import { createReadStream } from 'node:fs'
import { Refusal } from '../../domain/errors.ts'
import { type Batch, type ReadCells, readTable } from '../../operate/commands/table-file.ts'
import { type Given, UsageError } from './command.ts'

/**
 * The one word of a command that reads a file: its path, or - for standard input.
 *
 * @throws UsageError
 */
export function fileWord({ words }: Given, usage: string): string {
  const [path, ...others] = words
  if (path === undefined) throw new UsageError(`FILE is missing, or - for standard input: ${usage}`)
  if (others.length > 0) throw new UsageError(`one file at a time: ${usage}`)
  return checkedPath(path)
}

/** @throws UsageError where it is no path but an identifikator; not quoted */
export function checkedPath(path: string): string {
  if (/^\d{9}(\d\d)?$/.test(path)) {
    throw new UsageError(
      'an identifikator does not belong on the command line, where everybody on the machine can see it: give it on standard input, with - for FILE',
    )
  }
  return path
}

/** @throws Refusal where the file can't be read */
export async function* tableOf<Row extends object>(
  path: string,
  read: ReadCells<Row>,
): AsyncGenerator<Batch<Row>> {
  const stream =
    path === '-'
      ? createReadStream('', { fd: 0, encoding: 'utf8' })
      : createReadStream(path, { encoding: 'utf8' })
  try {
    yield* readTable(stream, read)
  } catch (error) {
    // Of the file's system alone: what else goes wrong is not about the file.
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error
    throw new Refusal(
      `the file can not be read (${error.code === 'ENOENT' ? 'it is not there' : error.name})`,
    )
  }
}
