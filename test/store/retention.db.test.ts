import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Aging,
  deleteOld,
  deleteOldHendelser,
  eraseOldYears,
} from '../../src/store/retention.ts'
import { loadPosisjon } from '../../src/store/position.ts'
import { lastStored } from '../../src/store/stored-events.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, page } from '../support/builders.ts'
import { openTransaction } from '../support/open-transaction.ts'
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

  assert.equal(await deleteOldHendelser(db.pool, { days: 30, overlap: 0 }, NEVER), 11_000)

  assert.equal(await countOf(db.pool, 'folger.hendelse'), 1_000)
  assert.equal((await loadPosisjon(db.pool, KEY))?.neste, 12_001n)
})

// If this fails, the overlap takes what had been deleted of it for news, or a list that was set up anew
// is not told from the one that was followed.
test('P5: old events that the overlap reads again are kept, and always the newest', async () => {
  await using db = await freshDatabase()
  await following(db.pool)
  await storePage(
    db.pool,
    page(
      1,
      Array.from({ length: 100 }, (_, i) => hendelse(i + 1)),
    ),
  )
  await db.pool.query(`update folger.hendelse set mottatt_at = now() - interval '31 days'`)
  await db.pool.query(`update folger.posisjon set overlapp_fra = 61`)

  assert.equal(await deleteOldHendelser(db.pool, { days: 30, overlap: 20 }, NEVER), 40)
  await db.pool.query(`update folger.posisjon set overlapp_fra = null`)
  assert.equal(await deleteOldHendelser(db.pool, { days: 30, overlap: 0 }, NEVER), 59)

  assert.deepEqual(await lastStored(db.pool, KEY), 100n)
})

test('changes older than the retention are deleted', async () => {
  await using db = await freshDatabase()
  await db.pool.query(`
    insert into skatt.endring (konsument, oppslag, identifikator, gjelder_periode, type, endret_at)
    select 'egen', 'avregning', n::text, '2023', 'ny', now() - make_interval(days => n)
      from generate_series(1, 10) as n`)

  assert.equal(await deleteOld(db.pool, 'endringer', 5, NEVER), 6)
})

/** A row of each age in days, 1 to 10, by what makes one. */
const AGED: readonly (readonly [what: Aging, table: string, insert: string])[] = [
  [
    'slettede',
    "skatt.opplysning where tilstand <> 'gjeldende'",
    `insert into skatt.opplysning (konsument, oppslag, identifikator, gjelder_periode, tilstand, hentet_at, endret_at, versjon)
     select 'egen', (array['avregning', 'inntekt'])[n % 2 + 1], n::text, '2023', 'slettet', now(),
            now() - make_interval(days => n), 1
       from generate_series(1, 10) as n`,
  ],
  [
    'bevakingsoensker',
    'skatt.bevakingsoenske',
    `insert into skatt.bevakingsoenske (identifikator, onsket_at, feil)
     select n::text, now() - make_interval(days => n), 'x' from generate_series(1, 10) as n`,
  ],
  [
    'oppslagslogg',
    'folger.oppslagslogg',
    `insert into folger.oppslagslogg (time, konsument, oppslag, aarsak, utfall, antall)
     select now() - make_interval(days => n), 'egen', 'inntekt', 'hendelse', 'data', 1
       from generate_series(1, 10) as n`,
  ],
  [
    'glemte',
    'folger.glemt',
    `insert into folger.glemt (konsument, ref, glemt_at, rader)
     select '*', 'x', now() - make_interval(days => n), 1 from generate_series(1, 10) as n`,
  ],
]

for (const [what, table, insert] of AGED) {
  test(`of ${what} those older than their days are deleted, and no others`, async () => {
    await using db = await freshDatabase()
    await db.pool.query(insert)
    assert.equal(await countOf(db.pool, table), 10)

    assert.equal(await deleteOld(db.pool, what, 6, NEVER), 5)

    assert.equal(await countOf(db.pool, table), 5)
  })
}

test('data is not deleted for its age, nor a wish that still waits', async () => {
  await using db = await freshDatabase()
  await db.pool.query(`
    insert into skatt.opplysning (konsument, oppslag, identifikator, gjelder_periode, tilstand, data, hentet_at, endret_at, versjon)
    values ('egen', 'inntekt', 'x', '2023', 'gjeldende', '{}', now(), now() - interval '9 years', 1);
    insert into skatt.bevakingsoenske (identifikator, onsket_at) values ('x', now() - interval '9 years')`)

  assert.equal(await deleteOld(db.pool, 'slettede', 1, NEVER), 0)
  assert.equal(await deleteOld(db.pool, 'bevakingsoensker', 1, NEVER), 0)
})

test('a row without data stays for as long as its history does', async () => {
  await using db = await freshDatabase()
  await db.pool.query(`
    insert into skatt.opplysning (konsument, oppslag, identifikator, gjelder_periode, tilstand, hentet_at, endret_at, versjon)
    values ('egen', 'inntekt', 'x', '2023', 'slettet', now(), now() - interval '9 days', 2);
    insert into skatt.opplysning_historikk (konsument, oppslag, identifikator, gjelder_periode, tilstand, data, hentet_at, gyldig_fra_at, gyldig_til_at, versjon)
    values ('egen', 'inntekt', 'x', '2023', 'gjeldende', '{}', now(), now() - interval '99 days', now() - interval '9 days', 1)`)

  assert.equal(await deleteOld(db.pool, 'slettede', 5, NEVER), 0)
  assert.equal(await countOf(db.pool, 'skatt.opplysning_historikk'), 1)

  assert.equal(await deleteOld(db.pool, 'historikk', 5, NEVER), 1)
  assert.equal(await deleteOld(db.pool, 'slettede', 5, NEVER), 1)
})

test('what was done is kept for 90 days at least, whatever the daemon asks', async () => {
  await using db = await freshDatabase()
  await db.pool.query(`
    insert into folger.revisjon (kommando, tidspunkt)
    select 'x', now() - make_interval(days => n) from unnest(array[1, 80, 100, 200]) as n`)

  assert.equal(await deleteOld(db.pool, 'revisjon', 90, NEVER), 2)
  await assert.rejects(deleteOld(db.pool, 'revisjon', 89, NEVER), /90 days at least/)
})

test('P7: income years before those that may be kept are erased, of every konsument and oppslag, and consumers are told', async () => {
  await using db = await freshDatabase()
  await db.pool.query(`
    insert into skatt.opplysning (konsument, oppslag, identifikator, gjelder_periode, tilstand, data, hentet_at, endret_at, versjon)
    select konsument, oppslag, n::text, periode, 'gjeldende', '{}', now(), now(), 1
      from unnest(array['310000019', 'egen']) as konsument
     cross join unnest(array['avregning', 'inntekt']) as oppslag
     cross join generate_series(1, 2000) as n
     cross join (
       select (extract(year from now() at time zone 'Europe/Oslo') - back)::text || suffix as periode
         from (values (5, ''), (6, ''), (6, '-12')) as given (back, suffix)
       union all select ''
     ) as periods`)

  const erased = await eraseOldYears(db.pool, 5, NEVER)

  assert.equal(erased, 2 * 2 * 2000 * 2)
  assert.equal(await countOf(db.pool, 'skatt.opplysning'), 2 * 2 * 2000 * 2)
  assert.equal(await countOf(db.pool, "skatt.endring where type = 'slettet'"), erased)
  assert.equal(await eraseOldYears(db.pool, 5, NEVER), 0)
})

// If this fails, the night's deletion and an answer that is being stored can wait for each other.
test('rows that somebody holds are left for another night', async () => {
  await using db = await freshDatabase()
  await db.pool.query(`
    insert into skatt.opplysning (konsument, oppslag, identifikator, gjelder_periode, tilstand, hentet_at, endret_at, versjon)
    select 'egen', 'inntekt', n::text, '1999', 'slettet', now(), now() - interval '9 days', 1
      from generate_series(1, 2) as n`)
  await using holder = await openTransaction(db.pool)
  await holder.client.query(`select 1 from skatt.opplysning where identifikator = '1' for update`)

  assert.equal(await deleteOld(db.pool, 'slettede', 5, NEVER), 1)
  assert.equal(await eraseOldYears(db.pool, 5, NEVER), 0)
})
