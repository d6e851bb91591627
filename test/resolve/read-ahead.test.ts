import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VentendeOppslag } from '../../src/domain/nokkel.ts'
import { createReadAhead, type ReadAhead } from '../../src/resolve/read-ahead.ts'
import { nummerert } from '../support/builders.ts'

const SLOTS = 5

function nokler(count: number, prioritet = 0): VentendeOppslag[] {
  return Array.from({ length: count }, (_, number) => nummerert(number, { prioritet }))
}

/** Takes all that is ready and has it settled. */
function useUp(ahead: ReadAhead): number {
  let taken = 0
  for (let one = ahead.take(); one !== undefined; one = ahead.take()) {
    ahead.forget(one)
    taken += 1
  }
  return taken
}

function fill(ahead: ReadAhead, now: number): number {
  const wanted = ahead.wanted()
  ahead.ask().answered(nokler(wanted), now)
  return wanted
}

test('what is in memory is known, and is not taken from the table again', () => {
  const ahead = createReadAhead(SLOTS)
  ahead.ask().answered(nokler(3), 0)
  const taken = ahead.take()

  const question = ahead.ask()
  assert.equal(question.known, 3)
  assert.equal(question.answered(nokler(4), 0), 1)
  assert.equal(taken?.identifikator, 'nr 0')
  assert.deepEqual(
    [ahead.take(), ahead.take(), ahead.take(), ahead.take()].map((one) => one?.identifikator),
    ['nr 1', 'nr 2', 'nr 3', undefined],
  )
})

// If this fails, a re-read of ten million holds up the event of today that comes in its middle.
test('a live nøkkel goes before backlog that is ready already', () => {
  const ahead = createReadAhead(SLOTS)
  ahead.ask().answered(nokler(20, 1), 0)
  assert.equal(ahead.hasBacklog(), true)

  const question = ahead.ask()
  assert.equal(question.knownLive, 0)
  question.answered([nummerert(99), ...nokler(4, 1)], 0)

  assert.equal(ahead.take()?.identifikator, 'nr 99')
})

test('more is read ahead where it is soon used up, and less where it lasts long', () => {
  const ahead = createReadAhead(SLOTS)
  const sizes = [0, 100, 200, 10_000, 20_000].map((now) => {
    const wanted = fill(ahead, now)
    useUp(ahead)
    return wanted
  })

  assert.deepEqual(sizes, [20, 20, 40, 80, 40])
})

test('however fast it is used up, a thousand are the most', () => {
  const ahead = createReadAhead(SLOTS)
  for (let time = 0; time < 20; time += 1) {
    fill(ahead, time)
    useUp(ahead)
  }

  assert.equal(ahead.wanted(), 1_000)
})

test('what is put back can come from the table again; what has been taken can not', () => {
  const ahead = createReadAhead(SLOTS)
  ahead.ask().answered(nokler(3), 0)
  ahead.take()
  ahead.putBack()

  assert.equal(ahead.take(), undefined)
  assert.equal(ahead.ask().answered(nokler(3), 0), 2)
})
