/** The files of docker/, as data. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'

export const ROOT = join(import.meta.dirname, '../..')

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** @throws at a file that is not YAML, or says a key twice */
export function documentsOf(path: string): readonly unknown[] {
  return parseAllDocuments(textOf(path)).map((document) => {
    const [error] = document.errors
    if (error) throw new Error(`${path}: ${error.message}`)
    const value: unknown = document.toJS()
    return value
  })
}

export function envFileOf(path: string): Readonly<Record<string, string>> {
  return envLines(textOf(path))
}

/** NAME=value a line, and comments. */
export function envLines(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}
