/** Files that are replaced while we run, as secrets and certificates are. */
import { readFileSync } from 'node:fs'

/**
 * The file's text as it is now, read anew at each call; where it can't be read, as it last was: it may
 * be in the middle of being replaced. Before it could be read at all it is empty.
 */
export function latestText(path: string): () => string {
  let last = ''
  return () => {
    try {
      last = readFileSync(path, 'utf8')
    } catch {
      // Whoever needs it finds out whether what it last was still serves.
    }
    return last
  }
}
