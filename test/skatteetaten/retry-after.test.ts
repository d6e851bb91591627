import assert from 'node:assert/strict'
import { test } from 'node:test'

import { retryAfterMs } from '../../src/skatteetaten/retry-after.ts'

const DATE = 'Fri, 01 Mar 2024 12:00:00 GMT'

for (const [retryAfter, expected] of [
  ['30', 30_000],
  [' 30 ', 30_000],
  ['0', 1_000],
  ['600', 600_000],
  ['1000000000', 600_000],
  ['9'.repeat(400), 600_000],
  ['Fri, 01 Mar 2024 12:00:42 GMT', 42_000],
  ['Fri, 01 Mar 2024 12:00:00 GMT', 1_000],
  ['Sat, 02 Mar 2024 12:00:00 GMT', 600_000],
  ['Fri, 01 Mar 2024 11:59:59 GMT', undefined],
  ['Fri, 99 Mar 2024 12:00:00 GMT', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['2024-03-01T12:01:00Z', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
] as const) {
  test(`Retry-After ${retryAfter?.slice(0, 40)} is ${expected} ms`, () => {
    assert.equal(retryAfterMs(retryAfter, DATE), expected)
  })
}

test('without a Date the wait is counted from our own clock', () => {
  const inAMinute = new Date(Date.now() + 60_000).toUTCString()
  for (const date of [undefined, 'yesterday']) {
    const wait = retryAfterMs(inAMinute, date) ?? 0
    assert.ok(wait > 0 && wait <= 60_000, `${wait} ms`)
  }
})
