import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VentendeOppslag } from '../../src/domain/nokkel.ts'
import { EGEN } from '../../src/domain/ids.ts'
import { createReadAhead, type ReadAhead, type Turn } from '../../src/resolve/read-ahead.ts'
import { nummerert } from '../support/builders.ts'

const SLOTS = 5
const OTHER = '310000019'
const ANY = (): boolean => true
const ROOM = (): number => Infinity

function readAhead(): ReadAhead {
  return createReadAhead(SLOTS, [EGEN, OTHER])
}

function byKnown(one: Turn, other: Turn): number {
  return one.known - other.known
}

function nokler(count: number, prioritet = 0): VentendeOppslag[] {
  return Array.from({ length: count }, (_, number) => nummerert(number, { prioritet }))
}

/** Takes all that is ready and has it settled. */
function useUp(ahead: ReadAhead): number {
  let taken = 0
  for (let one = ahead.take(ANY); one !== undefined; one = ahead.take(ANY)) {
    ahead.forget(one)
    taken += 1
  }
  return taken
}

function fill(ahead: ReadAhead, now: number): number {
  const wanted = ahead.wanted()
  ahead.ask().answered(nokler(wanted), now, ROOM)
  return wanted
}

test('what is in memory is known, and is not taken from the table again', () => {
  const ahead = readAhead()
  ahead.ask().answered(nokler(3), 0, ROOM)
  const taken = ahead.take(ANY)

  const question = ahead.ask()
  assert.deepEqual(question.turns.toSorted(byKnown), [
    { konsument: OTHER, known: 0 },
    { konsument: EGEN, known: 3 },
  ])
  assert.equal(question.answered(nokler(4), 0, ROOM), 1)
  assert.equal(taken?.identifikator, 'nr 0')
  assert.deepEqual(
    [ahead.take(ANY), ahead.take(ANY), ahead.take(ANY), ahead.take(ANY)].map(
      (one) => one?.identifikator,
    ),
    ['nr 1', 'nr 2', 'nr 3', undefined],
  )
})

// If this fails, a re-read of ten million holds up the event of today that comes in its middle.
test('a live nøkkel goes before backlog that is ready already', () => {
  const ahead = readAhead()
  ahead.ask().answered(nokler(20, 1), 0, ROOM)
  assert.equal(ahead.hasBacklog(), true)

  const question = ahead.ask()
  assert.deepEqual(
    question.liveTurns.map(({ known }) => known),
    [0, 0],
  )
  question.answered([nummerert(99), ...nokler(4, 1)], 0, ROOM)

  assert.equal(ahead.take(ANY)?.identifikator, 'nr 99')
})

test('more is read ahead where it is soon used up, and less where it lasts long', () => {
  const ahead = readAhead()
  const sizes = [0, 100, 200, 10_000, 20_000].map((now) => {
    const wanted = fill(ahead, now)
    useUp(ahead)
    return wanted
  })

  assert.deepEqual(sizes, [20, 20, 40, 80, 40])
})

// If this fails, five hundred are read at the start of a burst, and those that its later pages name again
// are looked up twice.
test('P5: what has been read and not used makes no reason to read more', () => {
  const ahead = readAhead()
  let read = fill(ahead, 0)
  for (let taken = 0; taken < 10; taken += 1) ahead.take(ANY)

  const sizes = [40, 41, 42, 43].map((now) => {
    const wanted = ahead.wanted()
    read += wanted
    ahead.ask().answered(nokler(read), now, ROOM)
    return wanted
  })

  assert.deepEqual(sizes, [10, 20, 0, 0])
})

test('however fast it is used up, five hundred are the most', () => {
  const ahead = readAhead()
  for (let time = 0; time < 20; time += 1) {
    fill(ahead, time)
    useUp(ahead)
  }

  assert.equal(ahead.wanted(), 500)
})

test('what is put back can come from the table again; what has been taken can not', () => {
  const ahead = readAhead()
  ahead.ask().answered(nokler(3), 0, ROOM)
  ahead.take(ANY)
  ahead.putBack([EGEN, OTHER])

  assert.equal(ahead.take(ANY), undefined)
  assert.equal(ahead.ask().answered(nokler(3), 0, ROOM), 2)
})

test('the konsumenter are taken by turns, each in its order', () => {
  const ahead = readAhead()
  const others = [100, 101].map((number) => nummerert(number, { konsument: OTHER }))
  ahead.ask().answered([...nokler(4), ...others], 0, ROOM)

  const taken = Array.from({ length: 6 }, () => ahead.take(ANY)?.identifikator)
  assert.deepEqual(taken, ['nr 0', 'nr 100', 'nr 1', 'nr 101', 'nr 2', 'nr 3'])
})

test('who may not be called for is passed over and keeps its turn', () => {
  const ahead = readAhead()
  ahead.ask().answered([...nokler(2), nummerert(100, { konsument: OTHER })], 0, ROOM)
  const taken = [(k: string) => k === OTHER, ANY, (k: string) => k === OTHER, ANY].map(
    (mayCall) => ahead.take(mayCall)?.identifikator,
  )

  assert.deepEqual(taken, ['nr 100', 'nr 0', undefined, 'nr 1'])
})

// If this fails, the nøkler of one that is paused fill the memory, and nobody else's are read.
test('of a konsument that is probed no more is kept ready than the probe', () => {
  const ahead = readAhead()
  const others = [100, 101, 102].map((number) => nummerert(number, { konsument: OTHER }))
  const room = (konsument: string): number => (konsument === OTHER ? 1 : Infinity)

  assert.equal(ahead.ask().answered([...nokler(2), ...others], 0, room), 3)
  assert.equal(ahead.ask().answered([...nokler(2), ...others], 0, room), 0)
  ahead.putBack([OTHER])
  assert.deepEqual(
    ahead.take((konsument) => konsument === OTHER),
    undefined,
  )
})

test('who was served last is asked for last', () => {
  const ahead = readAhead()
  ahead.ask().answered(nokler(1), 0, ROOM)

  assert.deepEqual(
    ahead.ask().turns.map(({ konsument }) => konsument),
    [OTHER, EGEN],
  )
})
