import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadPosisjon, noteAtEnd, noteGap, noteReadingFault } from '../../src/store/position.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, following, KEY } from '../support/rows.ts'

test('P4: a list that is followed already is not begun again', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(db.pool, page(1, [hendelse(7)]))

  await following(db.pool, 1)

  assert.equal((await loadPosisjon(db.pool, KEY))?.neste, 8n)
})

// If this fails, numbers of a list that was set up anew are mixed with those of the old one.
test('P14: a list in gap is not read on before an operator decides, whatever is noted about it', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await noteGap(db.pool, KEY, 'it was set up anew')

  await noteAtEnd(db.pool, KEY, 0)
  await noteReadingFault(db.pool, KEY, '503')

  assert.equal(await storePage(db.pool, page(1, [hendelse(1)])), null)
  assert.deepEqual(await loadPosisjon(db.pool, KEY), {
    neste: 1n,
    isReadable: false,
    overlappFra: null,
  })
  assert.equal(await countOf(db.pool, 'folger.hendelse'), 0)
})
