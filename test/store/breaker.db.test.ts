import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptDeletions, loadBreaker, saveBreaker, stoppedApis } from '../../src/store/breaker.ts'
import { freshDatabase } from '../support/postgres.ts'

test('P8: an API that was stopped is stopped also after a restart, until its wave has ended', async () => {
  await using db = await freshDatabase()

  await saveBreaker(db.pool, 'inntekt', 'tripped')
  assert.equal(await loadBreaker(db.pool, 'inntekt'), 'tripped')
  assert.equal(await loadBreaker(db.pool, 'avregning'), 'closed')

  await saveBreaker(db.pool, 'inntekt', 'closed')
  assert.equal(await loadBreaker(db.pool, 'inntekt'), 'closed')
})

test("P8: an operator's acceptance holds for the API that is stopped, and is recorded", async () => {
  await using db = await freshDatabase()
  await saveBreaker(db.pool, 'inntekt', 'tripped')
  assert.deepEqual(await stoppedApis(db.pool), ['inntekt'])

  assert.equal(await acceptDeletions(db.pool, 'avregning'), false)
  assert.equal(await acceptDeletions(db.pool, 'inntekt'), true)

  assert.equal(await loadBreaker(db.pool, 'inntekt'), 'accepted')
  assert.deepEqual(await stoppedApis(db.pool), [])
  const { rows } = await db.pool.query('select kommando, argumenter from folger.revisjon')
  assert.deepEqual(rows, [
    { kommando: 'resume', argumenter: { api: 'inntekt', acceptDeletions: true } },
  ])
})
