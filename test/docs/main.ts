/**
 * `npm run docs`: writes the pages of docs/ that are made from the program and its migrations.
 * `npm run docs -- --check`: only says whether they are what they should be.
 *
 * Exit codes: 0 written, or as they should be; 1 stale; 2 wrong command line.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freshDatabase } from '../support/postgres.ts'
import { faultsPage } from './faults.ts'
import { tablesPage } from './page.ts'
import { readRelations, readRoutines } from './relations.ts'

const DOCS = join(import.meta.dirname, '../../docs')

async function pages(): Promise<Readonly<Record<string, string>>> {
  await using db = await freshDatabase()
  return {
    'tabeller.md': tablesPage(await readRelations(db.pool), await readRoutines(db.pool)),
    'feil.md': faultsPage(),
  }
}

async function main(): Promise<number> {
  let check: boolean
  try {
    const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
    check = values.check
  } catch (error) {
    process.stderr.write(`docs: ${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
  let stale = 0
  for (const [name, page] of Object.entries(await pages())) {
    const path = join(DOCS, name)
    if (!check) {
      writeFileSync(path, page)
    } else if (readFileSync(path, 'utf8') !== page) {
      stale += 1
      process.stderr.write(`docs/${name} is not what it is made from: npm run docs\n`)
    }
  }
  return stale === 0 ? 0 : 1
}

process.exit(await main())
