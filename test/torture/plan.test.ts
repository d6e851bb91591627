import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crashes, networkFaults, processFaults, terminations, upstreamFaults } from './plan.ts'

function plan(seed: number): readonly unknown[] {
  return [
    [...processFaults(seed, 3).take(500)],
    [...networkFaults(seed, 3).take(500)],
    [...upstreamFaults(seed).take(500)],
    [...crashes(seed).take(500)],
    [...terminations(seed).take(500)],
  ]
}

test('the same seed breaks the same things in the same order', () => {
  assert.deepEqual(plan(7), plan(7))
  for (const [at, faults] of plan(7).entries()) assert.notDeepEqual(faults, plan(8)[at])
})

test('a thousand kills of one daemon leave it time to work, and take less than twenty minutes', () => {
  // What a start takes on two cores, and what is left of a killed holder's lease.
  const startMs = 700
  const leaseMs = 1_500
  let kills = 0
  let ms = 0
  for (const { kind, aim, afterMs, forMs } of processFaults(1, 1)) {
    if (kills === 1_000) break
    if (kind === 'kill') kills += 1
    ms += afterMs + (aim === 'started' ? 0 : startMs) + (aim === 'working' ? leaseMs : 0)
    if (kind === 'freeze') ms += forMs
  }
  assert.ok(ms < 1_200_000 && ms > 600_000, `${ms} ms`)
})
