import assert from 'node:assert/strict'
import { test } from 'node:test'
import { virkningsperiode } from '../../src/domain/inntektsmottakere.ts'

// "Forklaring av avtaleforhold og virkningsperiode": 15 months before, 1 after, none before 2020.
for (const [fraOgMed, tilOgMed, periode] of [
  ['2021-04', null, '2020-01/'],
  ['2021-05', null, '2020-02/'],
  ['2023-01', '2023-11', '2021-10/2023-12'],
  ['2023-03', '2023-12', '2021-12/2024-01'],
  ['2020-01', '2020-08', '2020-01/2020-09'],
  [null, '2022-12', '2020-01/2023-01'],
  [null, null, '2020-01/'],
] as const) {
  test(`an agreement from ${fraOgMed} to ${tilOgMed} lets us ask about ${periode}`, () => {
    assert.equal(virkningsperiode({ fraOgMed, tilOgMed }), periode)
  })
}
