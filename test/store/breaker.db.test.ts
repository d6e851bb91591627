import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadBreaker, saveBreaker } from '../../src/store/breaker.ts'
import { freshDatabase } from '../support/postgres.ts'

test('P8: an API that was stopped is stopped also after a restart, until its wave has ended', async () => {
  await using db = await freshDatabase()

  await saveBreaker(db.pool, 'inntekt', 'tripped')
  assert.equal(await loadBreaker(db.pool, 'inntekt'), 'tripped')
  assert.equal(await loadBreaker(db.pool, 'avregning'), 'closed')

  await saveBreaker(db.pool, 'inntekt', 'closed')
  assert.equal(await loadBreaker(db.pool, 'inntekt'), 'closed')
})
