import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aborted, sleep } from '../../src/lib/abort.ts'
import { backoffMs } from '../../src/lib/backoff.ts'
import { createBell } from '../../src/lib/bell.ts'
import { supervise, type Supervisor } from '../../src/lib/supervise.ts'

const HOUR = 3_600_000

const UNTOLD: Supervisor = {
  onFailure: () => undefined,
  onRecovery: () => assert.fail('told of a recovery'),
}

test('a sleep ends when its signal aborts, also one that was aborted before', async () => {
  const stop = new AbortController()
  const sleeping = sleep(HOUR, stop.signal)
  stop.abort()

  await sleeping
  await sleep(HOUR, stop.signal)
})

test('a bell that rings before anybody waits is heard by the next who does, once', async () => {
  const bell = createBell()
  const stop = new AbortController()
  bell.ring()
  await bell.wait(HOUR, stop.signal)

  const again = bell.wait(HOUR, stop.signal)
  stop.abort()
  await again
})

test('a ring wakes who waits, and leaves no listener on the signal', async () => {
  const bell = createBell()
  const { signal } = new AbortController()
  let listeners = 0
  const counted = new Proxy(signal, {
    get(target, name) {
      if (name === 'addEventListener') listeners += 1
      if (name === 'removeEventListener') listeners -= 1
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const waiting = bell.wait(HOUR, counted)
  bell.ring()
  await waiting

  assert.equal(listeners, 0)
})

test('waits double up to a cap, and chance takes half of one at most', () => {
  const wait = { firstMs: 100, maxMs: 1_000 }

  assert.deepEqual(
    [1, 2, 3, 4, 5, 5_000].map((failures) => backoffMs(failures, wait, 1)),
    [100, 200, 400, 800, 1_000, 1_000],
  )
  assert.equal(backoffMs(1, wait, 0), 50)
})

test('a loop that fails is started again, and its failure is told', async () => {
  const failures: unknown[] = []
  let starts = 0
  await supervise(
    () => {
      starts += 1
      return starts < 2 ? Promise.reject(new Error('once')) : Promise.resolve()
    },
    { onFailure: (error) => failures.push(error), onRecovery: () => undefined },
    new AbortController().signal,
  )

  assert.equal(starts, 2)
  assert.equal(failures.length, 1)
})

test('that a loop runs again is told once, with how often it had failed', async () => {
  const stop = new AbortController()
  const told: number[] = []
  const recovered = Promise.withResolvers<void>()
  let starts = 0
  const supervised = supervise(
    async () => {
      starts += 1
      if (starts < 2) throw new Error('once')
      await aborted(stop.signal)
    },
    {
      wellMs: 10,
      onFailure: () => undefined,
      onRecovery: (failures) => {
        told.push(failures)
        recovered.resolve()
      },
    },
    stop.signal,
  )

  await recovered.promise
  stop.abort()
  await supervised

  assert.deepEqual(told, [1])
})

test('a loop that never failed, or that was stopped before it was well again, has not recovered', async () => {
  const stop = new AbortController()
  let starts = 0

  await supervise(() => Promise.resolve(), UNTOLD, stop.signal)
  await supervise(
    () => {
      starts += 1
      if (starts < 2) return Promise.reject(new Error('once'))
      stop.abort()
      return Promise.resolve()
    },
    UNTOLD,
    stop.signal,
  )
})
