import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noteSigningKey } from '../../src/store/signing-key.ts'
import { freshDatabase } from '../support/postgres.ts'

test('a signing key keeps the day on which it was first seen, whichever replica sees it again', async () => {
  await using db = await freshDatabase()
  const first = await noteSigningKey(db.pool, 'a')
  await db.pool.query(`
    update folger.signeringsnokkel
       set forst_sett_at = forst_sett_at - interval '300 days',
           sist_sett_at  = sist_sett_at  - interval '300 days'`)

  const again = await noteSigningKey(db.pool, 'a')
  const other = await noteSigningKey(db.pool, 'b')

  assert.ok(Math.abs(first - Date.now()) < 60_000)
  assert.ok(Math.abs(first - again - 300 * 86_400_000) < 60_000)
  assert.ok(Math.abs(other - Date.now()) < 60_000)
  const { rows } = await db.pool.query(
    `select avtrykk from folger.signeringsnokkel where sist_sett_at > now() - interval '1 day' order by avtrykk`,
  )
  assert.deepEqual(rows, [{ avtrykk: 'a' }, { avtrykk: 'b' }])
})
