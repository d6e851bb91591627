import assert from 'node:assert/strict'
import { test } from 'node:test'
import { saveApiState } from '../../src/store/api-state.ts'
import { loadBreaker, saveBreaker } from '../../src/store/breaker.ts'
import { type PauseTarget, resume } from '../../src/store/drift.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, followedOppslag } from '../support/rows.ts'

const AVREGNING: PauseTarget = { liste: null, api: 'avregning', all: false, konsument: null }

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
  await followedOppslag(db.pool, 'avregning')
  await saveBreaker(db.pool, 'avregning', 'tripped')

  assert.equal(await loadBreaker(db.pool, 'avregning'), 'tripped')
  assert.equal((await resume(db.pool, AVREGNING, true, false)).rows, 1n)
  assert.equal((await resume(db.pool, AVREGNING, true, false)).rows, 0n)
  assert.equal(await loadBreaker(db.pool, 'avregning'), 'accepted')
  assert.equal(await countOf(db.pool, "folger.revisjon where kommando = 'resume'"), 1)

  await saveBreaker(db.pool, 'avregning', 'closed')
  assert.equal(await loadBreaker(db.pool, 'avregning'), 'closed')
})
