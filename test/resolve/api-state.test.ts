import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import {
  afterAnswer,
  afterFault,
  type ApiState,
  OPEN,
  slotsAt,
} from '../../src/resolve/api-state.ts'

const SLOTS = 5
const BUSY = new Fault('UNAVAILABLE', '503')
const SLOW = new Fault('TIMED_OUT', '')

function afterFaults(faults: readonly Fault[], start: ApiState = OPEN): ApiState {
  return faults.reduce((state, fault) => afterFault(state, fault, state.pausedUntil, 0.5), start)
}

test('a fault of the whole API stops all calls until its wait is over, then lets one through', () => {
  const state = afterFault(OPEN, BUSY, 1_000, 0.5)

  assert.equal(slotsAt(state, SLOTS, 1_000), 0)
  assert.equal(slotsAt(state, SLOTS, state.pausedUntil), 1)
})

test('an answer to the probe opens all slots', () => {
  assert.equal(slotsAt(afterAnswer(), SLOTS, 0), SLOTS)
})

test('a probe that fails doubles the wait, up to 40 s', () => {
  const waits = Array.from({ length: 8 }, (_, n) => {
    const before = afterFaults(Array.from({ length: n }, () => BUSY))
    return afterFault(before, BUSY, before.pausedUntil, 0.5).pausedUntil - before.pausedUntil
  })

  assert.deepEqual(waits, [750, 1_500, 3_000, 6_000, 12_000, 24_000, 30_000, 30_000])
})

test('the calls that were in flight when the pause began do not lengthen it', () => {
  const first = afterFault(OPEN, BUSY, 1_000, 0.5)
  assert.equal(afterFault(first, BUSY, 1_001, 0.5), first)
})

test('Retry-After is a floor', () => {
  const state = afterFault(OPEN, new Fault('THROTTLED', '', { retryAfterMs: 60_000 }), 0, 0.5)
  assert.equal(state.pausedUntil, 60_000)
})

test('twenty failures in a row without an answer are the fault of the API, nineteen are not', () => {
  const nineteen = afterFaults(Array.from({ length: 19 }, () => SLOW))
  assert.equal(slotsAt(nineteen, SLOTS, 0), SLOTS)
  assert.equal(slotsAt(afterFault(nineteen, SLOW, 0, 0.5), SLOTS, 0), 0)
})

test('an answer between them begins the count anew, and so does a nøkkel that is rejected', () => {
  const nineteen = afterFaults(Array.from({ length: 19 }, () => SLOW))
  const rejected = afterFault(nineteen, new Fault('REJECTED', ''), 0, 0.5)
  assert.equal(rejected.faults, 0)
})
