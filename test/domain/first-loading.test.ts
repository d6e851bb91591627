import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadable, planned, yearlyAboutPersons } from '../../src/domain/first-loading.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'

const { oppslag } = loadKatalog()
const FOLLOWED = ['summertskattegrunnlag', 'inntekt', 'arbeidsforhold', 'selskapsmelding'].map(
  (id) => {
    const found = oppslag.get(id)
    assert.ok(found, id)
    return found
  },
)

function plan(loading: { siste: boolean; aar: readonly number[]; maaneder: number }) {
  const about = loadable(FOLLOWED)
  return planned(loading, about, '2024-02').map(
    (one) => `${one.oppslag} ${one.gjelderPeriode} ${one.siffer}`,
  )
}

test('the last months, this one too, and what has no period', () => {
  assert.deepEqual(plan({ siste: true, aar: [], maaneder: 3 }), [
    'inntekt 2023-12 11',
    'inntekt 2024-01 11',
    'inntekt 2024-02 11',
    'arbeidsforhold  11',
  ])
})

test('years are loaded whole, and no month that is yet to come', () => {
  const all = plan({ siste: false, aar: [2023, 2024], maaneder: 0 })

  assert.deepEqual(
    all.filter((one) => !one.startsWith('inntekt')),
    [
      'summertskattegrunnlag 2023 11',
      'summertskattegrunnlag 2024 11',
      'arbeidsforhold  11',
      'selskapsmelding 2023 9',
      'selskapsmelding 2024 9',
    ],
  )
  const months = all.filter((one) => one.startsWith('inntekt'))
  assert.equal(months.length, 14)
  assert.equal(months.at(-1), 'inntekt 2024-02 11')
})

test('the newest income year is of persons, in what has years', () => {
  assert.deepEqual(yearlyAboutPersons(FOLLOWED), ['summertskattegrunnlag'])
})

test('whose identifikator is not known is not asked about, nor what is no opplysning', () => {
  const ids = loadable([...oppslag.values()]).map(({ id }) => id)

  assert.ok(!ids.includes('sistetilgjengeligeskatteoppgjoer'))
  assert.ok(!ids.includes('inntektsmottakere'))
  assert.ok(!ids.includes('mva-melding'))
  assert.ok(ids.includes('skatteplikt'))
})
