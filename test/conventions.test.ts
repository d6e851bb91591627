/**
 * The house rules: what a machine can check, so that reviews are about ideas. Each rule is shown a
 * file that breaks it as well, because a rule that never fails checks nothing.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { settingsTable } from '../src/config/settings.ts'
import { metricsTable } from '../src/operate/metric-definitions.ts'
import {
  hasTheTable,
  migrationsAreNumbered,
  lockIsSafe,
  migrationsHaveAHeader,
  readmeHasThePackages,
} from './support/house-rules/documents.ts'
import {
  builtinsAreMarked,
  dependenciesAreThoseImported,
  importsPointDown,
  packagesHaveOneOwner,
  stagesSeeEdgesAsTypes,
} from './support/house-rules/imports.ts'
import { projectFiles, type Rule, type SourceFile } from './support/house-rules/source.ts'
import {
  columnsAreNamed,
  filesAreSmall,
  identitiesAreSynthetic,
  noDefaultExport,
  nothingIsUnfinished,
  processOnlyAtTheTop,
  testsDoNotSleep,
  timersOnlyInLib,
} from './support/house-rules/text.ts'

const FILES = projectFiles()
const VERSIONS = z.record(z.string(), z.string())
const PACKAGE = z
  .object({ dependencies: VERSIONS, devDependencies: VERSIONS })
  .parse(JSON.parse(fileAt('package.json').text))
const RIVALS = z
  .object({ dependencies: VERSIONS })
  .parse(JSON.parse(fileAt('bench/package.json').text)).dependencies

const LOCK = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        integrity: z.string().optional(),
        resolved: z.string().optional(),
        hasInstallScript: z.boolean().optional(),
        dev: z.boolean().optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')))

function fileAt(path: string): SourceFile {
  const file = FILES.find((one) => one.path === path)
  assert.ok(file, `there is no ${path}`)
  return file
}

function holds(sentences: readonly string[]): void {
  assert.ok(sentences.length === 0, `\n${sentences.join('\n')}`)
}

function breaks(rule: Rule, path: string, text: string): void {
  assert.equal(rule({ path, text }).length, 1, `${path} should break the rule once:\n${text}`)
}

// In two parts, or this file would break the rules itself.
const UNFINISHED = ['TO', 'DO'].join('')
const REAL_LOOKING = ['010101', '12345'].join('')
const TIMER = ['set', 'Timeout'].join('')
const SLEEP = ['sleep', '10)'].join('(')
const CLOCK = ['node', 'timers/promises'].join(':')

const IMPORTS_UP = `import { a } from '../follow/a.ts'`

type Claim = readonly [
  claim: string,
  rule: Rule,
  ...violations: (readonly [path: string, text: string])[],
]

const CLAIMS: readonly Claim[] = [
  [
    'imports point only down, and the folders of one level do not know each other',
    importsPointDown,
    ['src/store/a.ts', IMPORTS_UP],
    ['src/resolve/a.ts', IMPORTS_UP],
    ['src/store/a.ts', `export type { A } from '../config/a.ts'`],
    ['src/lib/a.ts', `import {\n  a,\n} from '../domain/a.ts'`],
    ['src/domain/a.ts', `const a = await import('../app.ts')`],
    ['src/app.ts', `import { a } from '../test/a.ts'`],
    ['src/helpers/a.ts', ''],
  ],
  [
    'the stages see the edges as types only',
    stagesSeeEdgesAsTypes,
    ['src/follow/a.ts', `import { type A } from '../store/a.ts'`],
    ['src/operate/commands/a.ts', `import { a } from '../../config/a.ts'`],
  ],
  [
    'each package is imported by one folder',
    packagesHaveOneOwner,
    ['src/follow/a.ts', `import { Pool } from 'pg'`],
    ['src/store/a.ts', `import type { Agent } from 'undici'`],
    ['src/store/a.ts', `import { chunk } from 'lodash/fp'`],
  ],
  [
    'packages of Node itself are imported as node:',
    builtinsAreMarked,
    ['test/a.test.ts', `import { readFile } from 'fs/promises'`],
  ],
  ['nothing is exported as default', noDefaultExport, ['test/a.ts', 'export default 1']],
  ['timers are in lib/ alone', timersOnlyInLib, ['src/follow/a.ts', `${TIMER}(work, 10)`]],
  [
    'tests wait for the event itself, not for a time',
    testsDoNotSleep,
    ['test/a.test.ts', `${TIMER}(done, 10)`],
    ['test/a.test.ts', `await ${SLEEP}`],
    ['test/a.test.ts', `import * as clock from '${CLOCK}'`],
  ],
  [
    'process is used in main.ts and app.ts alone',
    processOnlyAtTheTop,
    ['src/store/a.ts', `const name = process.env['NAME']`],
    ['src/store/a.ts', `import { env } from 'node:process'`],
  ],
  [
    'columns are named',
    columnsAreNamed,
    ['src/store/a.ts', 'const A = `\n  select *\n    from a`'],
    ['migrations/0001_a.sql', 'delete from a returning *;'],
  ],
  [
    'identifikatorer are synthetic',
    identitiesAreSynthetic,
    ['test/a.ts', `identifikator: '${REAL_LOOKING}'`],
    ['test/a.ts', `sekvensnummer: ${REAL_LOOKING}n`],
    ['README.md', `/v1/${REAL_LOOKING}/2024`],
  ],
  ['nothing is unfinished', nothingIsUnfinished, ['src/a.ts', `// ${UNFINISHED}: the rest`]],
  [
    'each migration says what it is, what it locks and how to undo it',
    migrationsHaveAHeader,
    ['migrations/0001_a.sql', '-- 0001_b: all.\n--\n-- Locks: none.\n-- Undo: drop table a;\n'],
    ['migrations/0001_a.sql', '-- 0001_a: all.\n-- Undo: drop table a;\n\n-- Locks: none.\n'],
  ],
]

for (const [claim, rule, ...violations] of CLAIMS) {
  test(claim, () => {
    for (const [path, text] of violations) breaks(rule, path, text)
    holds(FILES.flatMap(rule))
  })
}

test('what only looks like a breach is none', () => {
  const kept: readonly (readonly [Rule, string, string])[] = [
    [stagesSeeEdgesAsTypes, 'src/resolve/a.ts', `import type { A } from '../store/a.ts'`],
    [importsPointDown, 'src/store/a.ts', `// ${IMPORTS_UP}\nimport { b } from '../domain/b.ts'`],
    [processOnlyAtTheTop, 'src/store/a.ts', `/** Ends the process. */\nconst a = 'a process.'`],
    [identitiesAreSynthetic, 'test/a.ts', `['01810112345', 10000000001n, 1010112345678]`],
    [columnsAreNamed, 'src/store/a.ts', 'const A = `select count(*) from a` // not select *'],
  ]
  holds(kept.flatMap(([rule, path, text]) => rule({ path, text })))
})

test('src imports the dependencies of package.json, all of them and no others', () => {
  const known = {
    dependencies: { pg: '^8' },
    devDependencies: { testcontainers: '^12' },
    rivals: { 'pg-boss': '^12' },
  }
  const pg = { path: 'src/store/a.ts', text: `import { a } from 'pg'` }
  const dev = { path: 'src/a.ts', text: `import { a } from 'testcontainers'` }
  const chai = { path: 'test/a.ts', text: `import { a } from 'chai'` }
  assert.equal(dependenciesAreThoseImported(known, []).length, 1)
  assert.equal(dependenciesAreThoseImported(known, [pg, dev]).length, 1)
  assert.equal(dependenciesAreThoseImported(known, [pg, chai]).length, 1)

  const text = `import { PgBoss } from 'pg-boss'`
  const rival = { path: 'bench/peers/a.ts', text }
  assert.equal(dependenciesAreThoseImported(known, [pg, rival]).length, 0)
  assert.equal(dependenciesAreThoseImported(known, [pg, { path: 'bench/a.ts', text }]).length, 1)

  holds(dependenciesAreThoseImported({ ...PACKAGE, rivals: RIVALS }, FILES))
})

test('the files of src are small', () => {
  const small = { path: 'src/a.ts', text: 'a\n' }
  const middling = { path: 'src/b.ts', text: 'a\n'.repeat(120) }
  const long = { path: 'src/c.ts', text: 'a\n'.repeat(301) }
  assert.equal(filesAreSmall([small, small, long]).length, 1)
  assert.equal(filesAreSmall([middling]).length, 1)

  holds(filesAreSmall(FILES))
})

test('migrations are numbered without gaps', () => {
  assert.equal(migrationsAreNumbered(['migrations/0001_a.sql', 'migrations/0003_b.sql']).length, 1)
  assert.equal(migrationsAreNumbered(['migrations/1_a.sql']).length, 1)

  const paths = FILES.map(({ path }) => path).filter((path) => path.startsWith('migrations/'))
  holds(migrationsAreNumbered(paths))
})

test('the tables in documents are what the program says', () => {
  const readme = { path: 'README.md', text: '<!-- a -->\n| A  |\n| --- |\n<!-- /a -->' }
  assert.equal(hasTheTable(readme, 'a', '| A |\n|---|', '').length, 0)
  assert.equal(hasTheTable(readme, 'a', '| B |\n|---|', '').length, 1)
  assert.equal(hasTheTable({ path: 'README.md', text: '' }, 'a', '| A |', '').length, 1)

  const settings = `require('./src/config/settings.ts').settingsTable()`
  holds(hasTheTable(fileAt('README.md'), 'settings', settingsTable(), settings))
  const metrics = `require('./src/operate/metric-definitions.ts').metricsTable()`
  holds(hasTheTable(fileAt('docs/metrics.md'), 'metrics', metricsTable(), metrics))
})

test('the README says what each package of production is for, and how many there are', () => {
  const direct = Object.keys(PACKAGE.dependencies)
  const installed = Object.entries(LOCK.packages).filter(([path, { dev }]) => path !== '' && !dev)
  const readme = fileAt('README.md')
  holds(readmeHasThePackages(readme, direct, installed.length))
  assert.equal(readmeHasThePackages(readme, [...direct, 'lodash'], installed.length).length, 1)
  assert.equal(readmeHasThePackages(readme, direct.slice(1), installed.length).length, 1)
  assert.equal(readmeHasThePackages(readme, direct, installed.length + 1).length, 1)
})

test('package-lock.json tells what each package must be, and none of production runs a script', () => {
  holds(lockIsSafe(LOCK.packages))
  const integrity = 'sha512-x'
  assert.equal(lockIsSafe({ a: {} }).length, 1)
  assert.equal(lockIsSafe({ a: { integrity, resolved: 'https://registry.example.org' } }).length, 1)
  assert.equal(lockIsSafe({ a: { integrity, hasInstallScript: true } }).length, 1)
  assert.equal(lockIsSafe({ a: { integrity, hasInstallScript: true, dev: true } }).length, 0)
})
