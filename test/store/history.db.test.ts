import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Opplysningssvar } from '../../src/domain/svar.ts'
import { ensureTables } from '../../src/store/migrate.ts'
import type { Pool } from '../../src/store/pool.ts'
import { deleteOld } from '../../src/store/retention.ts'
import { settle } from '../../src/store/settle.ts'
import { storePage } from '../../src/store/store-page.ts'
import { hendelse, KARI, OPPSLAG, page } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, following, theOneDue } from '../support/rows.ts'

const GONE: Opplysningssvar = { kind: 'slettet' }
const KEPT = true

function data(text: string): Opplysningssvar {
  return { kind: 'data', data: text }
}

/** An event about the nøkkel of the builders for each answer, settled in turn. */
async function answeredBy(
  pool: Pool,
  svar: readonly Opplysningssvar[],
  historikk: boolean,
): Promise<void> {
  await following(pool)
  for (const [index, one] of svar.entries()) {
    await storePage(pool, page(index + 1, [hendelse(index + 1)]))
    await settle(
      pool,
      [{ kind: 'answered', nokkel: await theOneDue(pool), svar: one }],
      0,
      historikk,
    )
  }
}

const VERSIONS = `
  select tilstand,
         data::text,
         lag(gyldig_til_at) over (order by versjon) is not distinct from gyldig_fra_at as "followsOn",
         gyldig_til_at is null                                                         as "isCurrent"
    from skatt.opplysning_versjoner
   order by versjon`

async function versions(pool: Pool) {
  return (await pool.query(VERSIONS)).rows
}

test('where HISTORIKK is off, nothing is kept of what was before', async () => {
  await using db = await freshDatabase()

  await answeredBy(db.pool, [data('1'), data('2')], false)

  assert.equal(await countOf(db.pool, 'skatt.opplysning_historikk'), 0)
})

test('each earlier content is kept with its time, one after the other without a gap', async () => {
  await using db = await freshDatabase()

  await answeredBy(db.pool, [data('"A"'), data('"A"'), data('"B"'), GONE, data('"A"')], KEPT)

  const current = { followsOn: true, isCurrent: false }
  assert.deepEqual(await versions(db.pool), [
    { tilstand: 'gjeldende', data: '"A"', followsOn: false, isCurrent: false },
    { tilstand: 'gjeldende', data: '"B"', ...current },
    { tilstand: 'slettet', data: null, ...current },
    { tilstand: 'gjeldende', data: '"A"', followsOn: true, isCurrent: true },
  ])
})

test('what was held at a time is found by it', async () => {
  await using db = await freshDatabase()
  await answeredBy(db.pool, [data('"A"'), data('"B"')], KEPT)
  await db.pool.query(`
    update skatt.opplysning_historikk
       set gyldig_fra_at = '2024-03-01', gyldig_til_at = '2024-10-01';
    update skatt.opplysning set endret_at = '2024-10-01'`)

  const held = async (time: string) => {
    const { rows } = await db.pool.query<{ data: string }>(
      `select data
         from skatt.opplysning_versjoner
        where konsument = 'egen' and identifikator = $1 and gyldig_fra_at <= $2
          and (gyldig_til_at > $2 or gyldig_til_at is null)`,
      [KARI, time],
    )
    return rows.map((row) => row.data)
  }

  assert.deepEqual(await held('2024-02-29'), [])
  assert.deepEqual(await held('2024-03-01'), ['A'])
  assert.deepEqual(await held('2024-09-30'), ['A'])
  assert.deepEqual(await held('2024-10-01'), ['B'])
})

// If this fails, somebody who was erased is still there.
test('P7: whoever erases an opplysning erases what it was before, in tables that came later too', async () => {
  await using db = await freshDatabase()
  await answeredBy(db.pool, [data('1'), data('2')], KEPT)
  await ensureTables(db.pool, ['restanser'])
  await db.pool.query(`
    insert into skatt.opplysning
    select konsument, identifikator, gjelder_periode, 'restanser', tilstand, data, hentet_at, endret_at, versjon
      from skatt.opplysning;
    insert into skatt.opplysning_historikk
    select konsument, identifikator, gjelder_periode, 'restanser', gyldig_fra_at, gyldig_til_at, tilstand,
           data, hentet_at, versjon
      from skatt.opplysning_historikk`)

  await db.pool.query('delete from skatt.opplysning where oppslag = $1', [OPPSLAG])
  const { rows } = await db.pool.query('select oppslag from skatt.opplysning_historikk')
  await db.pool.query(`select folger.slett_opplysninger('egen', $1, $2)`, [[KARI], ['*']])

  assert.deepEqual(rows, [{ oppslag: 'restanser' }])
  assert.equal(await countOf(db.pool, 'skatt.opplysning_historikk'), 0)
})

test('earlier versions are kept as long as HISTORIKK_BEHOLDES_DAGER says', async () => {
  await using db = await freshDatabase()
  await answeredBy(db.pool, [data('1'), data('2'), data('3')], KEPT)
  await db.pool.query(`
    update skatt.opplysning_historikk
       set gyldig_til_at = now() - interval '31 days'
     where data = '1'`)

  assert.equal(await deleteOld(db.pool, 'historikk', 30, new AbortController().signal), 1)
  assert.equal(await countOf(db.pool, 'skatt.opplysning_historikk'), 1)
})
