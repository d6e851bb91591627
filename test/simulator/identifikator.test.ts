import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { organisasjonsnummer, personnummer } from './identifikator.ts'
import { createRandom } from './random.ts'

/** The rule as it is written: the weighted sum, check digit included, divides by eleven. */
function divides(digits: string, weights: readonly number[]): boolean {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
  return sum % 11 === 0
}

test('every personnummer has 80 added to its month and both check digits right', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const digits = personnummer(createRandom(seed))
      assert.match(digits, /^\d{11}$/)
      const month = Number(digits.slice(2, 4))
      assert.ok(month >= 81 && month <= 92, digits)
      assert.ok(divides(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]), digits)
      assert.ok(divides(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]), digits)
    }),
  )
})

test('every organisasjonsnummer begins with 3 and has its check digit right', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const digits = organisasjonsnummer(createRandom(seed))
      assert.match(digits, /^3\d{8}$/)
      assert.ok(divides(digits, [3, 2, 7, 6, 5, 4, 3, 2, 1]), digits)
    }),
  )
})
