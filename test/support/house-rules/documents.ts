/** Rules on migrations and on documents. */
import { basename } from 'node:path/posix'
import type { Rule, SourceFile } from './source.ts'

export function migrationsAreNumbered(paths: readonly string[]): string[] {
  return paths.flatMap((path, index) => {
    const number = String(index + 1).padStart(4, '0')
    return new RegExp(`^migrations/${number}_[a-z0-9_]+\\.sql$`).test(path)
      ? []
      : [`${path} should be named migrations/${number}_name.sql: numbers follow each other`]
  })
}

/** What it is, what it locks and how to undo it, before the first statement. */
export const migrationsHaveAHeader: Rule = ({ path, text }) => {
  if (!path.startsWith('migrations/')) return []
  const header = text.slice(0, text.search(/^(?!--)/m))
  const name = basename(path, '.sql')
  return [`-- ${name}: `, '-- Locks: ', '-- Undo: ']
    .filter((line) => !header.split('\n').some((given) => given.startsWith(line)))
    .map((line) => `${path} has no line "${line.trim()} ..." in its header`)
}

/**
 * That a document has a table between <!-- name --> and <!-- /name -->, as the program prints it;
 * only the padding of cells may differ.
 *
 * @param print what prints it, such as `require('./src/config/settings.ts').settingsTable()`
 */
export function hasTheTable(
  { path, text }: SourceFile,
  name: string,
  table: string,
  print: string,
): string[] {
  const [, written] = new RegExp(`<!-- ${name} -->\n(.*)<!-- /${name} -->`, 's').exec(text) ?? []
  if (written === undefined) {
    return [`${path} has no table between <!-- ${name} --> and <!-- /${name} -->`]
  }
  return unpadded(written) === unpadded(table)
    ? []
    : [
        `the ${name} in ${path} are not those of src: put there what this prints, then npm run format:\n` +
          `  npx node -p "${print}"`,
      ]
}

function unpadded(table: string): string {
  return table
    .trim()
    .replace(/ *\| */g, '|')
    .replace(/-+/g, '-')
}

const PACKAGES = /<!-- packages -->\n(.*)<!-- \/packages -->/s

/** Each package of package.json, and how many there are in all when none is for development. */
export function readmeHasThePackages(
  readme: SourceFile,
  direct: readonly string[],
  installed: number,
): string[] {
  const [, section = ''] = PACKAGES.exec(readme.text) ?? []
  const listed = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name)
  const told = /(\d+) packages/.exec(section)?.[1]
  return [
    ...direct
      .filter((name) => !listed.includes(name))
      .map((name) => `${readme.path} does not say what ${name} is for`),
    ...listed
      .filter((name) => name !== undefined && !direct.includes(name))
      .map((name) => `${readme.path} lists ${name}, which is not in package.json`),
    ...(told === String(installed)
      ? []
      : [`${readme.path} should say that ${installed} packages are installed in production`]),
  ]
}

/** What `npm ci` can check against what was reviewed, and that nothing is run by installing it. */
export function lockIsSafe(packages: Readonly<Record<string, LockedPackage>>): string[] {
  return Object.entries(packages).flatMap(([path, locked]) => {
    if (path === '') return []
    return [
      ...(locked.integrity === undefined ? [`${path} has no integrity in package-lock.json`] : []),
      ...(locked.resolved === undefined ? [] : [`${path} names a registry in package-lock.json`]),
      ...(locked.hasInstallScript && !locked.dev
        ? [`${path} has an install script, and runs in production`]
        : []),
    ]
  })
}

export type LockedPackage = {
  readonly integrity?: string | undefined
  readonly resolved?: string | undefined
  readonly hasInstallScript?: boolean | undefined
  readonly dev?: boolean | undefined
}
