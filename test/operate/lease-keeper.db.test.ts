import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  keepLoops,
  type LeaseKeeperDeps,
  type LeasedLoop,
  type LeaseSignals,
} from '../../src/operate/lease-keeper.ts'
import { keepLeases, releaseLeases } from '../../src/store/leases.ts'
import type { Pool } from '../../src/store/pool.ts'
import { freshDatabase } from '../support/postgres.ts'

const QUIET = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

function depsOf(pool: Pool, holder: string): LeaseKeeperDeps {
  return {
    keep: (names, lengthMs) => keepLeases(pool, names, holder, lengthMs),
    release: (names) => releaseLeases(pool, names, holder),
    now: () => performance.now(),
    log: QUIET,
  }
}

/** A loop that tells when it starts, and ends when it is told to. */
function watchedLoop(name: string) {
  const started = Promise.withResolvers<LeaseSignals>()
  let aborted = false
  const loop: LeasedLoop = {
    name,
    run: async (signals) => {
      const { stop, abort } = signals
      started.resolve(signals)
      await new Promise<void>((done) => {
        AbortSignal.any([stop, abort]).addEventListener('abort', () => done())
      })
      aborted = abort.aborted
    },
  }
  return { loop, started: started.promise, wasAborted: () => aborted }
}

function replica(pool: Pool, holder: string, overrides: Partial<LeaseKeeperDeps> = {}) {
  const stop = new AbortController()
  const signals = { stop: stop.signal, abort: new AbortController().signal }
  const watched = watchedLoop('liste:egen:inntekt')
  const ended = keepLoops({ ...depsOf(pool, holder), ...overrides }, [watched.loop], signals)
  return { ...watched, ended, stop: () => stop.abort() }
}

test(
  'a loop runs in one replica, and in the other when the first is told to stop',
  {
    timeout: 30_000,
  },
  async () => {
    await using db = await freshDatabase()
    const first = replica(db.pool, 'first')
    await first.started
    const second = replica(db.pool, 'second')

    first.stop()
    await first.ended
    await second.started
    second.stop()
    await second.ended

    assert.equal(first.wasAborted(), false)
  },
)

// If this fails, a replica that lost the database goes on calling beside the one that took over.
test(
  'P6: a replica that can not renew its lease drops its loop before the lease ends',
  {
    timeout: 30_000,
  },
  async () => {
    await using db = await freshDatabase()
    let databaseAnswers = true
    const deps = depsOf(db.pool, 'first')
    const first = replica(db.pool, 'first', {
      keep: (names, lengthMs) =>
        databaseAnswers ? deps.keep(names, lengthMs) : Promise.reject(new Error('gone')),
      log: {
        ...QUIET,
        warn: (_fields, message) => void (message === 'lease lost' && lost.resolve()),
      },
    })
    const lost = Promise.withResolvers<void>()
    await first.started

    databaseAnswers = false
    await lost.promise
    const { rows } = await db.pool.query(
      'select utloper_at > clock_timestamp() as held from folger.leie',
    )
    first.stop()
    await first.ended

    assert.equal(first.wasAborted(), true)
    assert.deepEqual(rows, [{ held: true }])
  },
)

test('P6: after a freeze longer than the lease its loop does not hold it, before any timer says so', async () => {
  await using db = await freshDatabase()
  let clock = 0
  const first = replica(db.pool, 'first', { now: () => clock })
  const { isHeld } = await first.started

  const before = isHeld()
  clock += 60_000
  const after = isHeld()
  first.stop()
  await first.ended

  assert.deepEqual([before, after], [true, false])
})
