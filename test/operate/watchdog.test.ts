import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWatchdog } from '../../src/operate/watchdog.ts'

const MINUTE = 60_000

/** A watchdog whose time passes when the test says so. */
function watched() {
  let clock = 0
  const watchdog = createWatchdog(() => clock)
  return {
    ...watchdog,
    pass: (ms: number) => {
      clock += ms
    },
  }
}

test('a loop that is heard of again in time is never overdue', () => {
  const { beat, overdue, pass } = watched()

  for (let round = 0; round < 10; round += 1) {
    beat('liste:egen:inntekt', 0)
    pass(5 * MINUTE)
    assert.deepEqual(overdue(), [])
  }
})

test('a loop that is not heard of for five minutes is overdue, and alone', () => {
  const { beat, overdue, pass } = watched()
  beat('api:inntekt', 0)
  beat('liste:egen:inntekt', MINUTE)

  pass(5 * MINUTE + 1)

  assert.deepEqual(overdue(), ['api:inntekt'])
})

test('the wait that a loop has announced is added: the longest pause is no hanging', () => {
  const { beat, overdue, pass } = watched()
  beat('api:inntekt', 10 * MINUTE)

  pass(15 * MINUTE)
  assert.deepEqual(overdue(), [])
  pass(1)
  assert.deepEqual(overdue(), ['api:inntekt'])
})

test('a wait that is over already takes nothing off', () => {
  const { beat, overdue, pass } = watched()
  beat('api:inntekt', -10 * MINUTE)

  pass(5 * MINUTE)

  assert.deepEqual(overdue(), [])
})

test('a loop that has ended, as when another replica runs it, is not missed', () => {
  const { beat, forget, overdue, pass } = watched()
  beat('api:inntekt', 0)
  forget('api:inntekt')

  pass(60 * MINUTE)

  assert.deepEqual(overdue(), [])
})

test('a loop that is heard of after all is well again', () => {
  const { beat, overdue, pass } = watched()
  beat('api:inntekt', 0)
  pass(6 * MINUTE)
  assert.deepEqual(overdue(), ['api:inntekt'])

  beat('api:inntekt', 0)

  assert.deepEqual(overdue(), [])
})
