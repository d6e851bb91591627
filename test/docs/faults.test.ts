import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { faultsPage } from './faults.ts'

test('docs/feil.md is what the program decides by: npm run docs', async () => {
  const written = await readFile(join(import.meta.dirname, '../../docs/feil.md'), 'utf8')

  assert.ok(written === faultsPage(), 'npm run docs writes it anew')
})
