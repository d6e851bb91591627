import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EGEN } from '../../src/domain/ids.ts'
import type { Pool } from '../../src/store/pool.ts'
import { noteAtEnd } from '../../src/store/position.ts'
import { addReader } from '../../src/store/roles.ts'
import { KARI, OLA } from '../support/builders.ts'
import { type Login, logIn } from '../support/logins.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { following, KEY } from '../support/rows.ts'
import { store } from '../views/rows.ts'
import { questions } from './questions.ts'

const VALUES: Readonly<Record<string, string>> = {
  person: KARI,
  persons: `{${KARI},${OLA}}`,
  month: '2023-03',
  post: 'innskudd',
  year: '2023',
  since: '2024-01-01',
}

/** As an application asks: as a role that may only read. */
async function reader(db: TestDatabase): Promise<Login> {
  const login = await logIn(db, 'hendelsesfolger_leser')
  await addReader(db.pool, { role: login.role, konsument: EGEN }, false)
  return login
}

function income(month: string, ...lines: readonly (readonly [string, number])[]): string {
  const inntekt = lines.map(([beskrivelse, beloep]) => ({ beloep, loennsinntekt: { beskrivelse } }))
  return JSON.stringify({
    oppgaveInntektsmottaker: [{ virksomhetId: '315608589', kalendermaaned: month, inntekt }],
  })
}

function taxBase(skjermet: boolean, innskudd: number): string {
  return JSON.stringify({
    inntektsaar: '2023',
    skjermet,
    grunnlag: [
      { tekniskNavn: 'bruttoformue', beloep: 1, kategori: '-' },
      { tekniskNavn: 'innskudd', beloep: innskudd, kategori: 'formue' },
    ],
  })
}

async function somePersons(pool: Pool): Promise<void> {
  await store(
    pool,
    'inntekt',
    KARI,
    income('2023-03', ['fastloenn', 500], ['bonus', 70]),
    '2023-03',
  )
  await store(pool, 'inntekt', KARI, income('2023-04', ['fastloenn', 500]), '2023-04')
  await store(pool, 'inntekt', KARI, null, '2023-05')
  await store(pool, 'inntekt', OLA, income('2023-03', ['fastloenn', 900]), '2023-03')
  await store(pool, 'summertskattegrunnlag', KARI, taxBase(false, 983_351))
  await store(pool, 'summertskattegrunnlag', OLA, taxBase(true, 0))
  await store(
    pool,
    'pensjonsgivendeinntekt',
    KARI,
    '{"inntektsaar": "2023", "pensjonsgivendeInntektFastland": 50000}',
  )
  await store(pool, 'beregnetskatt', KARI, '{"inntektsaar": 2023}')
}

const EXPECTED: Readonly<Record<string, readonly object[]>> = {
  '01-everything-about-a-person': [
    { oppslag: 'beregnetskatt', gjelder_periode: '2023', tilstand: 'gjeldende' },
    { oppslag: 'inntekt', gjelder_periode: '2023-03', tilstand: 'gjeldende' },
    { oppslag: 'inntekt', gjelder_periode: '2023-04', tilstand: 'gjeldende' },
    { oppslag: 'inntekt', gjelder_periode: '2023-05', tilstand: 'slettet' },
    { oppslag: 'pensjonsgivendeinntekt', gjelder_periode: '2023', tilstand: 'gjeldende' },
    { oppslag: 'summertskattegrunnlag', gjelder_periode: '2023', tilstand: 'gjeldende' },
  ],
  '02-income-of-a-month': [
    { virksomhet: '315608589', beskrivelse: 'bonus', beloep: '70' },
    { virksomhet: '315608589', beskrivelse: 'fastloenn', beloep: '500' },
  ],
  '03-income-by-year': [{ year: '2023', beloep: '1070', months: 2n }],
  '04-a-post-of-the-tax-base': [{ inntektsaar: '2023', beloep: '983351', kategori: 'formue' }],
  '05-pensionable-income': [
    { inntektsaar: '2023', skatteordning: 'FASTLAND', pensjonsgivende_inntekt: '50000' },
  ],
  '06-changed-since': [
    { identifikator: KARI, tilstand: 'gjeldende' },
    { identifikator: OLA, tilstand: 'gjeldende' },
  ],
  '07-deleted-since': [{ identifikator: KARI, oppslag: 'inntekt', gjelder_periode: '2023-05' }],
  '08-who-is-shielded': [{ identifikator: OLA }],
  '09-what-is-missing': [{ identifikator: OLA, tilstand: 'not looked up' }],
  '10-is-it-complete': [{ complete: true, liste: KEY.liste, tilstand: 'ajour', ventende: 0n }],
}

test('the ten questions are answered as a reading role, each with what is true', async () => {
  await using db = await freshDatabase()
  await using app = await reader(db)
  await somePersons(db.pool)
  await following(db.pool)
  await noteAtEnd(db.pool, KEY, 0)

  const asked = questions()
  assert.deepEqual(
    asked.map(({ name }) => name),
    Object.keys(EXPECTED),
  )
  for (const { name, text, variables } of asked) {
    const values = variables.map((variable) => VALUES[variable])
    const { rows } = await app.pool.query<Record<string, unknown>>(text, values)
    const expected = EXPECTED[name] ?? []
    const shown = rows.map((row, index) =>
      Object.fromEntries(
        Object.keys(expected[index] ?? row).map((column) => [column, row[column]]),
      ),
    )
    assert.deepEqual(shown, expected, name)
  }
})
