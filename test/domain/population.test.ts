import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Population, populationOf } from '../../src/domain/population.ts'
import { organisasjonsnummer, personnummer, referanse, uuid } from '../simulator/identifikator.ts'
import { createRandom } from '../simulator/random.ts'

/** Day and month before digits that are no control digits of any person. */
function formed(dayAndMonth: string): string {
  return `${dayAndMonth}0099999`
}

const CASES: readonly (readonly [dayAndMonth: string, Population | null, why: string])[] = [
  ['0101', 'real', 'the first month'],
  ['3112', 'real', 'the last month'],
  ['4101', 'real', 'a d-nummer'],
  ['7112', 'real', 'the last d-nummer'],
  ['0141', 'synthetic', 'month + 40'],
  ['3152', 'synthetic', 'the last of month + 40'],
  ['0181', 'synthetic', 'month + 80'],
  ['7192', 'synthetic', 'a d-nummer with month + 80'],
  ['0100', null, 'no month'],
  ['0113', null, 'between the months'],
  ['0153', null, 'between the kinds'],
  ['0180', null, 'no month + 80'],
  ['0193', null, 'beyond the months'],
  ['0001', null, 'no day'],
  ['3201', null, 'beyond the days'],
  ['4001', null, 'between the days'],
  ['7201', null, 'beyond the d-nummer'],
]

for (const [dayAndMonth, population, why] of CASES) {
  test(`${dayAndMonth}... is ${population ?? 'neither'}: ${why}`, () => {
    assert.equal(populationOf(formed(dayAndMonth)), population)
  })
}

test('all persons of the simulator are synthetic, and nothing else is anybody', () => {
  const random = createRandom(1)
  for (let i = 0; i < 500; i += 1) {
    assert.equal(populationOf(personnummer(random)), 'synthetic')
    for (const other of [organisasjonsnummer(random), uuid(random), referanse(random), ''])
      assert.equal(populationOf(other), null)
  }
})
