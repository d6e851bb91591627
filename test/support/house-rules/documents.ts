/** Rules on migrations and on the README. */
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

const SETTINGS = /<!-- settings -->\n(.*)<!-- \/settings -->/s

/** @param table what settingsTable() of src/config says; only the padding of cells may differ */
export function readmeHasTheSettings(readme: SourceFile, table: string): string[] {
  const [, written] = SETTINGS.exec(readme.text) ?? []
  if (written === undefined) {
    return [`${readme.path} has no table between <!-- settings --> and <!-- /settings -->`]
  }
  return unpadded(written) === unpadded(table)
    ? []
    : [
        `the settings in ${readme.path} are not those of src/config: put there what this prints, then npm run format:\n` +
          `  npx node -p "require('./src/config/settings.ts').settingsTable()"`,
      ]
}

function unpadded(table: string): string {
  return table
    .trim()
    .replace(/ *\| */g, '|')
    .replace(/-+/g, '-')
}
