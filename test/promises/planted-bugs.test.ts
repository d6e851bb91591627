/** Whether the planted bugs fit the program as it is: `npm run promises` plants them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { edited, editsOf } from './planted-bug.ts'
import { PLANTED_BUGS } from './planted-bugs.ts'

const ROOT = join(import.meta.dirname, '../..')

test('each planted bug fits in one place, and changes it', () => {
  for (const edit of PLANTED_BUGS.flatMap(editsOf)) {
    const text = readFileSync(join(ROOT, edit.file), 'utf8')
    assert.notEqual(edited(text, edit), text, edit.file)
  }
})

test('each promise has planted bugs', () => {
  const promises = new Set(PLANTED_BUGS.map(({ promise }) => promise))
  const all = Array.from({ length: 14 }, (_, i) => `P${i + 1}`)
  assert.deepEqual([...promises], all)
})
