/** The project's files as text, and what the house rules need to know of a TypeScript file. */
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type SourceFile = {
  /** From the root of the project, with `/`. */
  readonly path: string
  readonly text: string
}

/** Says in one sentence each what breaks the rule; nothing when the file keeps it. */
export type Rule = (file: SourceFile) => readonly string[]

export type Import = { readonly specifier: string; readonly typeOnly: boolean }

const ROOT = join(import.meta.dirname, '../../..')

/** Everything written by hand. */
const WRITTEN = [
  '{src,test,bench,examples,migrations,docs,docker}/**/*.*',
  '{README,CHANGELOG}.md',
  'package.json',
  '.ci/run',
]

export function projectFiles(): SourceFile[] {
  return globSync(WRITTEN, { cwd: ROOT })
    .filter((path) => !path.includes('node_modules/') && statSync(join(ROOT, path)).isFile())
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
}

export function inSrc({ path }: SourceFile): boolean {
  return path.startsWith('src/')
}

const STRING = String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"`
const TEMPLATE = '`(?:\\\\.|[^`\\\\])*`'
const COMMENT = String.raw`/\*[\s\S]*?\*/|//[^\n]*`
const TOKENS = new RegExp(`(${STRING})|(${TEMPLATE})|${COMMENT}`, 'g')

/** Without comments, and without what is between quotes; templates stay, for they hold code too. */
export function codeOf({ text }: SourceFile): string {
  return text.replace(TOKENS, (_, string: string | undefined, template: string | undefined) =>
    string === undefined ? (template ?? ' ') : "''",
  )
}

export function withoutComments({ path, text }: SourceFile): string {
  if (path.endsWith('.sql')) return text.replace(/--[^\n]*/g, ' ')
  return text.replace(TOKENS, (token, string: string | undefined, template: string | undefined) =>
    string === undefined && template === undefined ? ' ' : token,
  )
}

const STATIC_IMPORT =
  /^(?:import|export)\s+(type\s)?(?:(?:(?!\b(?:import|export)\b)[\w$*\s{},])+\sfrom\s+)?['"]([^'"]+)['"]/gm
const DYNAMIC_IMPORT = /\bimport\(\s*['"]([^'"]+)['"]/g

export function importsOf(file: SourceFile): Import[] {
  const text = withoutComments(file)
  return [
    ...[...text.matchAll(STATIC_IMPORT)].map(([, type, specifier = '']) => ({
      specifier,
      typeOnly: type !== undefined,
    })),
    ...[...text.matchAll(DYNAMIC_IMPORT)].map(([, specifier = '']) => ({
      specifier,
      typeOnly: false,
    })),
  ]
}
