import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EGEN } from '../../src/domain/ids.ts'
import { type ApiPause, saveApiState } from '../../src/store/api-state.ts'
import { freshDatabase } from '../support/postgres.ts'

const PAUSE: ApiPause = { feil: '503', feilklasse: 'UNAVAILABLE', waitMs: 1_000, pauses: 1 }

test('a paused API shows its fault and since when, until it answers', async () => {
  await using db = await freshDatabase()
  const row = async () => {
    const { rows } = await db.pool.query(
      'select tilstand, feil, feilklasse, pauser, siden_at, neste_at is null as "isCalling" from folger.api_tilstand',
    )
    return rows[0]
  }

  await saveApiState(db.pool, 'avregning', [EGEN], null)
  assert.equal(await row(), undefined)
  await saveApiState(db.pool, 'avregning', [EGEN], PAUSE)
  const first = await row()
  await saveApiState(db.pool, 'avregning', [EGEN], { ...PAUSE, pauses: 2 })
  const second = await row()
  await saveApiState(db.pool, 'avregning', [EGEN], null)
  const open = await row()

  assert.deepEqual(
    [first.tilstand, first.feil, first.feilklasse, first.pauser],
    ['pauset', '503', 'UNAVAILABLE', 1],
  )
  assert.deepEqual([second.pauser, second.siden_at], [2, first.siden_at])
  assert.deepEqual([open.tilstand, open.pauser, open.isCalling], ['kaller', 0, true])
})

test('an API is paused for those it is said of, and goes on for the others', async () => {
  await using db = await freshDatabase()
  await saveApiState(db.pool, 'avregning', [EGEN, '310000019', '310000027'], PAUSE)
  await saveApiState(db.pool, 'avregning', ['310000027'], { ...PAUSE, feil: 'MP-251' })
  await saveApiState(db.pool, 'avregning', [EGEN, '310000019'], null)

  const { rows } = await db.pool.query(
    'select konsument, tilstand, feil from folger.api_tilstand order by konsument',
  )
  assert.deepEqual(rows, [
    { konsument: '310000019', tilstand: 'kaller', feil: '503' },
    { konsument: '310000027', tilstand: 'pauset', feil: 'MP-251' },
    { konsument: EGEN, tilstand: 'kaller', feil: '503' },
  ])
})
