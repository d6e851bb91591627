import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Pool } from '../../src/store/pool.ts'
import { KARI, OLA } from '../support/builders.ts'
import { freshDatabase } from '../support/postgres.ts'
import { DOCUMENTED, type Documented } from './documented.ts'
import { odd, OTHER_KIND, pathsIn, replaced } from './hostile.ts'
import { COMMON, inOneOrder, ownColumns, store, typedViews } from './rows.ts'

/** Columns that hold an object or an array as served, whatever it is. */
const AS_SERVED = ['felt', 'tilleggsinformasjon', 'opptjeningsgrunnlag']

const documented = fc.constantFrom(...DOCUMENTED)

function viewsOf({ rows }: Documented): readonly string[] {
  return Object.keys(rows)
}

async function typedColumns(pool: Pool, view: string, identifikator: string) {
  const rows = await ownColumns(pool, view, identifikator)
  return inOneOrder(
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !AS_SERVED.includes(name))),
    ),
  )
}

async function storedData(pool: Pool, oppslag: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ data: string }>(
    'select data::text from skatt.opplysning where oppslag = $1 and identifikator = $2',
    [oppslag, KARI],
  )
  return rows[0]?.data
}

test('a deleted answer stays visible in every view as one row without values', async () => {
  await using db = await freshDatabase()

  for (const one of DOCUMENTED) {
    await store(db.pool, one.oppslag, KARI, null)
    for (const view of viewsOf(one)) {
      const { rows } = await db.pool.query<{ tilstand: string; skjermet: boolean | null }>(
        `select tilstand, skjermet from skatt.${view} where identifikator = $1`,
        [KARI],
      )
      assert.deepEqual(rows, [{ tilstand: 'slettet', skjermet: null }], view)
      const values = (await ownColumns(db.pool, view, KARI)).flatMap((row) => Object.keys(row))
      assert.deepEqual(values, [], view)
    }
  }
})

test('a shielded person is visible in every view, and has no values', async () => {
  await using db = await freshDatabase()

  for (const one of DOCUMENTED) {
    await store(db.pool, one.oppslag, KARI, '{"skjermet": true}')
    for (const view of viewsOf(one)) {
      const { rows } = await db.pool.query<{ tilstand: string; skjermet: boolean | null }>(
        `select tilstand, skjermet from skatt.${view} where identifikator = $1`,
        [KARI],
      )
      assert.deepEqual(rows, [{ tilstand: 'gjeldende', skjermet: true }], view)
    }
  }
})

// If this fails, a reader who may see one konsument's rows sees all of them in the view.
test('every typed view is read with the rights of whoever asks, and begins with the same columns', async () => {
  await using db = await freshDatabase()

  for (const view of await typedViews(db.pool)) {
    const { rows } = await db.pool.query<{ options: string[] | null; columns: string[] }>(
      `select reloptions as options,
              array(select attname::text from pg_attribute
                     where attrelid = pg_class.oid and attnum > 0 order by attnum) as columns
         from pg_class where oid = $1::regclass`,
      [`skatt.${view}`],
    )
    assert.deepEqual(rows[0]?.options, ['security_invoker=true'], view)
    assert.deepEqual(rows[0]?.columns.slice(0, COMMON.length), COMMON, view)
  }
})

test('a value of another kind than documented is null in the views, and data keeps it', async () => {
  await using db = await freshDatabase()

  await fc.assert(
    fc.asyncProperty(
      documented.chain((one) =>
        fc.record({
          one: fc.constant(one),
          path: fc.constantFrom(...pathsIn(JSON.parse(one.data))),
          kind: fc.constantFrom(...OTHER_KIND),
        }),
      ),
      async ({ one, path, kind }) => {
        const answer = JSON.parse(one.data)
        const hostile = replaced(answer, path, kind)
        await store(db.pool, one.oppslag, KARI, hostile)
        await store(
          db.pool,
          one.oppslag,
          OLA,
          replaced(answer, path, () => 'null'),
        )

        for (const view of viewsOf(one)) {
          assert.deepEqual(
            await typedColumns(db.pool, view, KARI),
            await typedColumns(db.pool, view, OLA),
            `${view} of ${hostile}`,
          )
        }
        const { rows } = await db.pool.query('select $1::jsonb::text as same', [hostile])
        assert.equal(await storedData(db.pool, one.oppslag), rows[0].same)
      },
    ),
    { numRuns: 200 },
  )
})

test('no answer makes a view fail, whatever stands in it', async () => {
  await using db = await freshDatabase()

  await fc.assert(
    fc.asyncProperty(
      documented.chain((one) =>
        fc.record({
          one: fc.constant(one),
          path: fc.constantFrom(...pathsIn(JSON.parse(one.data))),
          value: odd,
        }),
      ),
      async ({ one, path, value }) => {
        await store(
          db.pool,
          one.oppslag,
          KARI,
          replaced(JSON.parse(one.data), path, () => value),
        )
        for (const view of viewsOf(one)) await ownColumns(db.pool, view, KARI)
      },
    ),
    { numRuns: 300 },
  )
})

// A call per value instead of an expression would cost ten times as much over a million rows.
test('the functions that take values out of data become part of the query', async () => {
  await using db = await freshDatabase()

  const { rows } = await db.pool.query<{ 'QUERY PLAN': string }>(
    'explain (verbose) select * from skatt.v_naeringsspesifikasjon',
  )

  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  assert.match(plan, /jsonb_typeof/)
  assert.doesNotMatch(plan, /skatt\.(tall|tekst|kode|boolsk|dato|tidspunkt)\(/)
})

test('times and dates are understood as written, in any zone and to the microsecond', async () => {
  await using db = await freshDatabase()
  const cases: readonly (readonly [name: string, text: string, value: string | null])[] = [
    ['dato', '2024-02-29', '2024-02-29'],
    ['dato', '2023-02-29', null],
    ['dato', '2024-13-01', null],
    ['dato', '0000-01-01', null],
    ['dato', '20240229', null],
    ['dato', '٢٠٢٤-٠٢-٢٩', null],
    ['tidspunkt', '2024-01-29T12:09:07.614+01:00', '2024-01-29T11:09:07.614+00:00'],
    ['tidspunkt', '2026-05-18T12:37:57.172991276+02:00', '2026-05-18T10:37:57.172991+00:00'],
    ['tidspunkt', '2024-12-31T23:59:59-03:30', '2025-01-01T03:29:59+00:00'],
    ['tidspunkt', '2024-01-01T10:00:00Z', '2024-01-01T10:00:00+00:00'],
    ['tidspunkt', '2024-01-01T10:00:00', null],
    ['tidspunkt', '2024-02-30T10:00:00Z', null],
  ]

  for (const [name, text, expected] of cases) {
    const { rows } = await db.pool.query<{ same: boolean }>(
      `select skatt.${name}($1::text) is not distinct from $2 as same`,
      [text, expected],
    )
    assert.deepEqual(rows, [{ same: true }], text)
  }
})
