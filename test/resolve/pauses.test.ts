import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import { createPauses } from '../../src/resolve/pauses.ts'

const [A, B, C] = ['310000019', '310000027', '310000035'] as const
const SLOTS = 5
const BUSY = new Fault('UNAVAILABLE', '503')
const SLOW = new Fault('TIMED_OUT', '')
const LACKING = new Fault('NOT_GRANTED', 'MP-251')

function pauses() {
  return createPauses([A, B, C], SLOTS)
}

/** Slots in all, then those of each. */
function slotsOf(its: ReturnType<typeof pauses>, now: number): readonly number[] {
  return [its.slots(now), ...[A, B, C].map((konsument) => its.slotsFor(konsument, now))]
}

// If this fails, one customer that takes its delegation back stops all others.
test('a konsument whose rights are lacking is paused alone, and probed alone', () => {
  const its = pauses()
  const paused = its.noteFault(A, LACKING, 0, 0.5)

  assert.deepEqual([paused?.konsument, paused?.konsumenter, paused?.pauses], [A, [A], 1])
  assert.deepEqual(slotsOf(its, 0), [5, 0, 5, 5])
  assert.deepEqual(slotsOf(its, paused?.waitMs ?? 0), [5, 1, 5, 5])
  assert.deepEqual(its.noteAnswer(B).konsumenter, [])
  assert.deepEqual(slotsOf(its, 0), [5, 0, 5, 5])
  assert.deepEqual(its.noteAnswer(A), { konsumenter: [A], pauses: 1 })
  assert.deepEqual(slotsOf(its, 0), [5, 5, 5, 5])
})

test('a fault of the API pauses it for all, with one probe for all of them', () => {
  const its = pauses()
  const paused = its.noteFault(A, BUSY, 0, 0.5)

  assert.deepEqual([paused?.konsument, paused?.konsumenter], [null, [A, B, C]])
  assert.deepEqual(slotsOf(its, 0), [0, 0, 0, 0])
  assert.equal(its.msToNext(0), paused?.waitMs)
  assert.equal(its.slots(paused?.waitMs ?? 0), 1)
  assert.equal(its.noteFault(B, BUSY, 0, 0.5), null)
  assert.deepEqual(its.noteAnswer(C), { konsumenter: [A, B, C], pauses: 1 })
  assert.deepEqual(slotsOf(its, 0), [5, 5, 5, 5])
})

test('who lacks rights stays paused when the API answers again', () => {
  const its = pauses()
  its.noteFault(A, LACKING, 0, 0.5)
  its.noteFault(B, BUSY, 0, 0.5)

  assert.deepEqual(its.noteAnswer(B).konsumenter, [B, C])
  assert.deepEqual(slotsOf(its, 0), [5, 0, 5, 5])
})

test('when all lack rights no call is made before the first may be probed', () => {
  const its = pauses()
  const waits = [A, B, C].map((konsument, at) => its.noteFault(konsument, LACKING, at, 0.5)?.waitMs)

  assert.equal(its.slots(2), 0)
  assert.equal(its.msToNext(2), (waits[0] ?? 0) - 2)
  assert.equal(its.slots(waits[0] ?? 0), 1)
})

test('a run of faults pauses the API; while others are answered, only whose look-ups fail', () => {
  const together = pauses()
  const alone = pauses()
  const told = Array.from({ length: 20 }, () => {
    alone.noteAnswer(B)
    return [together.noteFault(A, SLOW, 0, 0.5), alone.noteFault(A, SLOW, 0, 0.5)]
  })

  assert.deepEqual(
    told
      .slice(0, -1)
      .flat()
      .filter((one) => one !== null),
    [],
  )
  assert.deepEqual(
    told.at(-1)?.map((paused) => paused?.konsument),
    [null, A],
  )
  assert.deepEqual(slotsOf(together, 0), [0, 0, 0, 0])
  assert.deepEqual(slotsOf(alone, 0), [5, 0, 5, 5])
})

test('an accepted wave ends the pause of whose it was, and no other', () => {
  const its = pauses()
  for (const konsument of [A, B]) its.noteFault(konsument, LACKING, 0, 0.5)

  assert.deepEqual(its.forgive(A).konsumenter, [A])
  assert.deepEqual(its.forgive(C).konsumenter, [])
  assert.deepEqual(slotsOf(its, 0), [5, 5, 0, 5])
})
