import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BreakerState, createBreaker } from '../../src/resolve/breaker.ts'

function breaker(start: BreakerState = 'closed') {
  const changes: string[] = []
  const made = createBreaker({ percent: 50, count: 20 }, start, (state) => changes.push(state))
  let nokler = 0
  const note = (gone: boolean, times: number): boolean[] =>
    Array.from({ length: times }, () => made.note(`nøkkel ${(nokler += 1)}`, gone))
  return { ...made, noteOne: made.note, note, changes }
}

test('P8: from half of the last twenty answers on, deletions are no longer stored', () => {
  const { note, changes } = breaker()

  note(false, 10)
  assert.ok(note(true, 9).every(Boolean))
  assert.deepEqual(note(true, 3), [false, false, false])
  assert.deepEqual(changes, ['tripped'])
})

test('P8: data is stored also while deletions are not', () => {
  const { note } = breaker('tripped')

  assert.deepEqual([...note(true, 1), ...note(false, 1), ...note(true, 1)], [false, true, false])
})

test('fewer deletions than that, among many more answers, are stored', () => {
  const { note, state } = breaker()

  for (let round = 0; round < 50; round += 1) {
    assert.ok(note(true, 9).every(Boolean))
    note(false, 11)
  }
  assert.equal(state(), 'closed')
})

test('ten answers that are mixed again end the wave', () => {
  const { note, state, changes } = breaker('tripped')

  note(true, 30)
  note(false, 6)
  assert.equal(state(), 'closed')
  assert.deepEqual(note(true, 1), [true])
  assert.deepEqual(changes, ['closed'])
})

test('an accepted wave is stored to its end, and the next one is stopped again', () => {
  const { note, accept, state } = breaker('tripped')

  accept()
  assert.ok(note(true, 100).every(Boolean))
  note(false, 11)
  assert.equal(state(), 'closed')
  note(true, 20)
  assert.equal(state(), 'tripped')
})

test('P8: a few nøkler that are gone are no wave, however often they are asked about', () => {
  const { note, noteOne, state } = breaker()

  note(false, 15)
  for (let round = 0; round < 10; round += 1) {
    for (let one = 0; one < 9; one += 1) assert.ok(noteOne(`asked again ${one}`, true))
  }
  assert.equal(state(), 'closed')
  note(true, 1)
  assert.equal(state(), 'tripped')
})

test('a nøkkel counts by its last answer', () => {
  const { note, noteOne, state } = breaker()

  note(false, 10)
  for (let one = 0; one < 9; one += 1) noteOne(`restored ${one}`, true)
  for (let one = 0; one < 9; one += 1) noteOne(`restored ${one}`, false)
  note(true, 5)
  assert.equal(state(), 'closed')
})
