/** Who may import whom: the folders are the data flow, and imports point only down. */
import { builtinModules } from 'node:module'
import { dirname, join } from 'node:path/posix'
import { importsOf, inSrc, type Rule, type SourceFile } from './source.ts'

/** Imports point only down. The folders of one level don't know each other. */
const LEVELS = [
  ['main'],
  ['app'],
  ['follow', 'resolve', 'operate'],
  ['maskinporten', 'skatteetaten', 'store', 'katalog', 'config'],
  ['domain'],
  ['lib'],
] as const
const STAGES = 2
const EDGES = 3

/** The one folder that knows a package, so that replacing the package is one folder's work. */
const OWNERS: Readonly<Record<string, string>> = {
  undici: 'skatteetaten',
  jose: 'maskinporten',
  pg: 'store',
  'node-pg-migrate': 'store',
  pino: 'operate',
  fastify: 'operate',
  'node-cron': 'operate',
  '@prometheus-io/client': 'operate',
  zod: 'domain',
}

export const importsPointDown: Rule = (file) => {
  if (!inSrc(file)) return []
  const from = folderOf(file.path)
  if (levelOf(from) === -1) return [`${file.path} is in no level of the layout`]
  return relativeImports(file).flatMap(({ specifier, target }) => {
    const to = folderOf(target)
    if (to === from || levelOf(to) > levelOf(from)) return []
    // The version is named once.
    if (from === 'main' && target === 'package.json') return []
    return [`${file.path} imports ${specifier}: ${from} may not know ${target}`]
  })
}

export const stagesSeeEdgesAsTypes: Rule = (file) =>
  inSrc(file) && levelOf(folderOf(file.path)) === STAGES
    ? relativeImports(file)
        .filter(({ target, typeOnly }) => levelOf(folderOf(target)) === EDGES && !typeOnly)
        .map(({ specifier }) => {
          return `${file.path} imports ${specifier}: as a type only, app.ts hands it the functions`
        })
    : []

export const packagesHaveOneOwner: Rule = (file) =>
  inSrc(file)
    ? packageImports(file).flatMap((name) => {
        const owner = OWNERS[name]
        if (owner === folderOf(file.path)) return []
        return owner === undefined
          ? [`${file.path} imports ${name}, which belongs to no folder yet`]
          : [`${file.path} imports ${name}, which belongs to src/${owner}`]
      })
    : []

export const builtinsAreMarked: Rule = (file) =>
  importsOf(file)
    .filter(({ specifier }) => builtinModules.includes(specifier))
    .filter(({ specifier }) => !specifier.startsWith('node:'))
    .map(({ specifier }) => `${file.path} imports ${specifier}: write node:${specifier}`)

type Dependencies = {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  /** Of bench/package.json: what we are measured beside. */
  readonly rivals: Readonly<Record<string, string>>
}

const RIVALS = 'bench/peers/'

/** The product runs on `dependencies` alone, and ships nothing that it does not import. */
export function dependenciesAreThoseImported(
  { dependencies, devDependencies, rivals }: Dependencies,
  files: readonly SourceFile[],
): string[] {
  const bySrc = new Set(files.filter(inSrc).flatMap(packageImports))
  const byOthers = new Set(
    files
      .filter((file) => !inSrc(file))
      .flatMap((file) =>
        packageImports(file).filter((name) => !file.path.startsWith(RIVALS) || !(name in rivals)),
      ),
  )
  const known = { ...dependencies, ...devDependencies }
  return [
    ...Object.keys(dependencies)
      .filter((name) => !bySrc.has(name))
      .map((name) => `package.json has the dependency ${name}, which src/ does not import`),
    ...[...bySrc]
      .filter((name) => !(name in dependencies))
      .map((name) => `src/ imports ${name}, which is not among the dependencies of package.json`),
    ...[...byOthers]
      .filter((name) => !(name in known))
      .map((name) => `test/ or bench/ imports ${name}, which package.json does not name`),
  ]
}

function relativeImports(file: SourceFile) {
  return importsOf(file)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map((found) => ({ ...found, target: join(dirname(file.path), found.specifier) }))
}

function packageImports(file: SourceFile): string[] {
  return importsOf(file)
    .map(({ specifier }) => specifier)
    .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
    .filter((specifier) => !builtinModules.includes(specifier))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    )
}

/** `store` for src/store/pool.ts, `main` for src/main.ts. */
function folderOf(path: string): string {
  const [top, folder = ''] = path.split('/')
  return top === 'src' ? folder.replace(/\.ts$/, '') : ''
}

function levelOf(folder: string): number {
  return LEVELS.findIndex((level) => level.some((name) => name === folder))
}
