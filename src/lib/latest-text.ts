/** Files that are replaced while we run, as secrets and certificates are. */
import { readFileSync } from 'node:fs'

export type LatestTextOptions = {
  /** What it held when it was last read; default: nothing. */
  readonly first?: string
  /** latin1 for what is no text: a byte in each character. */
  readonly encoding?: 'utf8' | 'latin1'
}

/**
 * The file's text as it is now, read anew at each call; where it can't be read, as it last was: it may
 * be in the middle of being replaced.
 */
export function latestText(
  path: string,
  { first = '', encoding = 'utf8' }: LatestTextOptions = {},
): () => string {
  let last = first
  return () => {
    try {
      const text = readFileSync(path, encoding)
      last = encoding === 'utf8' ? withoutLastLineEnd(text) : text
    } catch {
      // Whoever needs it finds out whether what it last was still serves.
    }
    return last
  }
}

/** The same for a text that may come from a file, or not and then stays as it is. */
export function latestOf<Text extends { readonly text: string; readonly file: string | null }>(
  given: Text,
  encoding: 'utf8' | 'latin1' = 'utf8',
): () => Text {
  if (given.file === null) return () => given
  const text = latestText(given.file, { first: given.text, encoding })
  return () => ({ ...given, text: text() })
}

/** As people and their editors end a file that holds one value. */
export function withoutLastLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '')
}
