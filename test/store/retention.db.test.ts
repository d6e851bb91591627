import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deleteOldEndringer, deleteOldHendelser } from '../../src/store/retention.ts'
import { loadPosisjon } from '../../src/store/position.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, following, KEY } from '../support/rows.ts'

const NEVER = new AbortController().signal

test('events older than the retention are deleted, in as many batches as it takes, and the posisjon stays', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(
    db.pool,
    page(
      1,
      Array.from({ length: 12_000 }, (_, i) => hendelse(i + 1)),
    ),
  )
  await db.pool.query(`
    update folger.hendelse set mottatt_at = now() - interval '31 days' where sekvensnummer <= 11000`)

  assert.equal(await deleteOldHendelser(db.pool, 30, NEVER), 11_000)

  assert.equal(await countOf(db.pool, 'folger.hendelse'), 1_000)
  assert.equal((await loadPosisjon(db.pool, KEY))?.neste, 12_001n)
})

test('changes older than the retention are deleted', async () => {
  await using db = await freshDatabase()
  await db.pool.query(`
    insert into skatt.endring (konsument, oppslag, identifikator, gjelder_periode, type, endret_at)
    select 'egen', 'avregning', n::text, '2023', 'ny', now() - make_interval(days => n)
      from generate_series(1, 10) as n`)

  assert.equal(await deleteOldEndringer(db.pool, 5, NEVER), 6)
})
