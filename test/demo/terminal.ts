/** Where the demo writes: lines, and on a terminal one line that is written over. */
import { styleText } from 'node:util'

export type Terminal = {
  readonly say: (line?: string) => void
  readonly heading: (line: string) => void
  /** Shows how far it has come: in place on a terminal, else as a line now and then. */
  readonly progress: (line: string) => void
  /** Leaves the last progress standing. */
  readonly endProgress: () => void
}

/** Between lines of progress, where they stay. */
const LINE_EVERY_MS = 1_000

export function createTerminal(stream: NodeJS.WriteStream): Terminal {
  let latest: string | undefined
  let written: string | undefined
  let writtenAt = -Infinity

  const say = (line = '') => void stream.write(`${line}\n`)
  return {
    say,
    heading: (line) => say(`\n${styleText('bold', line, { stream })}`),
    progress(line) {
      latest = line
      if (stream.isTTY) {
        stream.write(`\r\u001b[K${line.slice(0, stream.columns - 1)}`)
      } else if (performance.now() - writtenAt >= LINE_EVERY_MS && line !== written) {
        say(line)
        written = line
        writtenAt = performance.now()
      }
    },
    endProgress() {
      if (stream.isTTY) say()
      else if (latest !== undefined && latest !== written) say(latest)
      latest = undefined
      written = undefined
    },
  }
}
