import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshDatabase } from '../support/postgres.ts'
import { exampleOf } from './examples.ts'
import { tablesPage } from './page.ts'
import { readRelations, readRoutines } from './relations.ts'

const PAGE = join(import.meta.dirname, '../../docs/tabeller.md')
const CLASSES = ['identitet', 'kontakt', 'skatteopplysning', 'teknisk']

test('docs/tabeller.md is what the migrations say: npm run docs', async () => {
  await using db = await freshDatabase()

  const page = tablesPage(await readRelations(db.pool), await readRoutines(db.pool))

  assert.ok((await readFile(PAGE, 'utf8')) === page, 'npm run docs writes it anew')
})

test('everything that consumers read is described, and every column says its class of personal data', async () => {
  await using db = await freshDatabase()

  const relations = await readRelations(db.pool)
  const silent = relations.flatMap(({ name, meaning, columns }) => [
    ...(meaning === '' ? [name] : []),
    ...columns
      .filter(
        (column) =>
          column.meaning === '' || !CLASSES.some((known) => known === column.personalData),
      )
      .map((column) => `${name}.${column.name}`),
  ])
  const routines = await readRoutines(db.pool)

  assert.deepEqual(silent, [])
  assert.deepEqual(
    routines.filter(({ meaning }) => meaning === ''),
    [],
  )
})

test('every example query of the page runs', async () => {
  await using db = await freshDatabase()

  for (const relation of await readRelations(db.pool)) {
    await assert.doesNotReject(db.pool.query(exampleOf(relation)), relation.name)
  }
})
