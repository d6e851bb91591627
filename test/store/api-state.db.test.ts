import assert from 'node:assert/strict'
import { test } from 'node:test'
import { saveApiState } from '../../src/store/api-state.ts'
import { acceptDeletions, loadBreaker, saveBreaker, stoppedApis } from '../../src/store/breaker.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'

test('a paused API shows its fault and since when, until it answers', async () => {
  await using db = await freshDatabase()
  const row = async () => {
    const { rows } = await db.pool.query(
      'select tilstand, feil, pauser, siden_at, neste_at is null as "isCalling" from folger.api_tilstand',
    )
    return rows[0]
  }

  await saveApiState(db.pool, 'avregning', null)
  assert.equal(await row(), undefined)
  await saveApiState(db.pool, 'avregning', { feil: '503', waitMs: 1_000, pauses: 1 })
  const first = await row()
  await saveApiState(db.pool, 'avregning', { feil: '503', waitMs: 2_000, pauses: 2 })
  const second = await row()
  await saveApiState(db.pool, 'avregning', null)
  const open = await row()

  assert.deepEqual([first.tilstand, first.feil, first.pauser], ['pauset', '503', 1])
  assert.deepEqual([second.pauser, second.siden_at], [2, first.siden_at])
  assert.deepEqual([open.tilstand, open.pauser, open.isCalling], ['kaller', 0, true])
})

test('P8: a stopped API is accepted by an operator once, and that is recorded', async () => {
  await using db = await freshDatabase()
  await saveBreaker(db.pool, 'avregning', 'tripped')

  assert.equal(await loadBreaker(db.pool, 'avregning'), 'tripped')
  assert.deepEqual(await stoppedApis(db.pool), ['avregning'])
  assert.equal(await acceptDeletions(db.pool, 'inntekt'), false)
  assert.equal(await acceptDeletions(db.pool, 'avregning'), true)
  assert.equal(await loadBreaker(db.pool, 'avregning'), 'accepted')
  assert.equal(await countOf(db.pool, "folger.revisjon where kommando = 'resume'"), 1)

  await saveBreaker(db.pool, 'avregning', 'closed')
  assert.equal(await loadBreaker(db.pool, 'avregning'), 'closed')
})
