import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import { nextStep } from '../../src/resolve/retry-policy.ts'

const ALWAYS_LONGEST = 0.999_999_9

test("a nøkkel's own fault is asked about again after waits that double, up to four hours", () => {
  const fault = new Fault('SERVER_ERROR', '500')
  const delays = Array.from({ length: 11 }, (_, tries) => {
    const step = nextStep(fault, tries, ALWAYS_LONGEST)
    assert.ok(step.kind === 'put off' && step.costsTry)
    return Math.round(step.delayMs / 1_000)
  })

  assert.deepEqual(delays, [15, 30, 60, 120, 240, 480, 960, 1_920, 3_840, 7_680, 14_400])
})

test('the twelfth failed try parks it', () => {
  assert.deepEqual(nextStep(new Fault('TIMED_OUT', ''), 11, 0), { kind: 'parked' })
})

test('chance halves a wait at most', () => {
  const step = nextStep(new Fault('TIMED_OUT', ''), 0, 0)
  assert.deepEqual(step, { kind: 'put off', delayMs: 7_500, costsTry: true })
})

test('the wait that the API asks for is a floor', () => {
  const step = nextStep(new Fault('SERVER_ERROR', '', { retryAfterMs: 90_000 }), 0, 0)
  assert.deepEqual(step, { kind: 'put off', delayMs: 90_000, costsTry: true })
})

test('what the API rejects is parked at once', () => {
  for (const code of ['REJECTED', 'UNASKABLE', 'UNSTORABLE'] as const) {
    assert.deepEqual(nextStep(new Fault(code, ''), 0, 0), { kind: 'parked' })
  }
})

test('a fault of the whole API costs no try, however often it comes', () => {
  for (const code of ['THROTTLED', 'UNAVAILABLE', 'FORBIDDEN', 'NO_TOKEN'] as const) {
    const step = nextStep(new Fault(code, ''), 11, 0)
    assert.ok(step.kind === 'put off' && !step.costsTry)
  }
})
