/**
 * `npm run docs`: writes docs/tabeller.md from the comments of a migrated database.
 * `npm run docs -- --check`: only says whether it is what it should be.
 *
 * Exit codes: 0 written, or as it should be; 1 stale; 2 wrong command line.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freshDatabase } from '../support/postgres.ts'
import { tablesPage } from './page.ts'
import { readRelations, readRoutines } from './relations.ts'

const PAGE = join(import.meta.dirname, '../../docs/tabeller.md')

async function main(): Promise<number> {
  let check: boolean
  try {
    const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
    check = values.check
  } catch (error) {
    process.stderr.write(`docs: ${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
  await using db = await freshDatabase()
  const page = tablesPage(await readRelations(db.pool), await readRoutines(db.pool))
  if (!check) {
    writeFileSync(PAGE, page)
    return 0
  }
  if (readFileSync(PAGE, 'utf8') === page) return 0
  process.stderr.write('docs/tabeller.md is not what the migrations say: npm run docs\n')
  return 1
}

process.exit(await main())
