import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verdictOf } from './verdict.ts'

function report(...severities: readonly string[]): string {
  const entries = severities.map((severity, place) => [
    `package-${place}`,
    { name: `package-${place}`, severity, range: '<1.2.3', via: [] },
  ])
  return JSON.stringify({ auditReportVersion: 2, vulnerabilities: Object.fromEntries(entries) })
}

for (const severity of ['high', 'critical']) {
  test(`a fault that is ${severity} is grave`, () => {
    assert.deepEqual(verdictOf(report('low', severity)), {
      isGrave: true,
      text: `grave faults are known of:\n${severity}: package-1 <1.2.3`,
    })
  })
}

test('lesser faults are counted and let through', () => {
  assert.deepEqual(verdictOf(report('low', 'moderate')), {
    isGrave: false,
    text: 'no grave faults are known, 2 lesser ones',
  })
})

for (const [what, json] of [
  ['an error of the service', '{"message":"405 Method Not Allowed","error":{"code":"E405"}}'],
  ['nothing', ''],
  ['no JSON', 'npm error audit endpoint returned an error'],
] as const) {
  test(`${what} says nothing about the packages`, () => {
    assert.match(verdictOf(json).text, /not checked$/)
    assert.equal(verdictOf(json).isGrave, false)
  })
}
