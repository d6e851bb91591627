import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../src/domain/errors.ts'
import { EGEN } from '../../src/domain/ids.ts'
import type { VentendeOppslag } from '../../src/domain/nokkel.ts'
import type { Svar } from '../../src/domain/svar.ts'
import { createBell } from '../../src/lib/bell.ts'
import { createBreaker } from '../../src/resolve/breaker.ts'
import type { Turn } from '../../src/resolve/read-ahead.ts'
import { resolve, type ResolverDeps } from '../../src/resolve/resolver.ts'
import type { Settlement } from '../../src/store/settle.ts'
import { nummerert } from '../support/builders.ts'
import { until } from '../support/until.ts'

const OTHER = '310000019'
const OPTIONS = { api: 'test', konsumenter: [EGEN, OTHER], slots: 5, idleMs: 10 }
const BREAKER = { percent: 50, count: 100 }
const QUIET = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
const ANSWER: Svar = { kind: 'data', data: '{}' }

/** Closed ones, but for what is said of ours. */
function breakers(ours = createBreaker(BREAKER, 'closed', () => undefined)) {
  return new Map([
    [EGEN, ours],
    [OTHER, createBreaker(BREAKER, 'closed', () => undefined)],
  ])
}

/** A table of waiting nøkler in memory, and a look-up that the test answers. */
function world(count: number) {
  const waiting = new Map(Array.from({ length: count }, (_, i) => [`nr ${i}`, nummerert(i)]))
  const settled: Settlement<Svar>[] = []
  const stop = new AbortController()
  const abort = new AbortController()
  let inFlight = 0
  let highest = 0
  const started: string[] = []

  /** As the table gives them: live ones first, by turns. */
  function due(turns: readonly Turn[], wanted: number): readonly VentendeOppslag[] {
    const known = turns.reduce((sum, turn) => sum + turn.known, 0)
    const its = turns.map(({ konsument }) =>
      [...waiting.values()].filter((one) => one.konsument === konsument),
    )
    const longest = Math.max(0, ...its.map(({ length }) => length))
    return Array.from({ length: longest }, (_, at) => its.flatMap((one) => one[at] ?? []))
      .flat()
      .toSorted((a, b) => a.prioritet - b.prioritet)
      .slice(0, wanted + known)
  }

  function run(
    lookUp: (nokkel: VentendeOppslag, signal: AbortSignal) => Promise<Svar>,
    overrides: Partial<ResolverDeps> = {},
    isHeld: () => boolean = () => true,
  ): Promise<void> {
    const deps: ResolverDeps = {
      next: (turns, wanted) => Promise.resolve(due(turns, wanted)),
      lookUp: async (one, signal) => {
        started.push(one.identifikator)
        inFlight += 1
        highest = Math.max(highest, inFlight)
        try {
          return await lookUp(one, signal)
        } finally {
          inFlight -= 1
        }
      },
      settle: (batch) => {
        settled.push(...batch)
        for (const one of batch) waiting.delete(one.nokkel.identifikator)
        if (waiting.size === 0) stop.abort()
        return Promise.resolve()
      },
      breakers: breakers(),
      accepted: () => Promise.resolve(new Set()),
      onPause: () => undefined,
      isPaused: () => false,
      bell: createBell(),
      beat: () => undefined,
      now: () => performance.now(),
      log: QUIET,
      ...overrides,
    }
    return resolve(deps, OPTIONS, { stop: stop.signal, abort: abort.signal, isHeld })
  }
  return { run, due, waiting, settled, started, stop, abort, highest: () => highest }
}

/** Adds nøkler that wait for the other konsument. */
function addOthers(w: ReturnType<typeof world>, count: number): void {
  for (let i = 0; i < count; i += 1) {
    const one = nummerert(10_000 + i, { konsument: OTHER })
    w.waiting.set(one.identifikator, one)
  }
}

/** Time that passes only when the resolver waits for it. */
function waitingClock(): Pick<ResolverDeps, 'now' | 'bell'> {
  let clock = 0
  return {
    now: () => clock,
    bell: {
      ring: () => undefined,
      wait: (ms) => {
        clock += Math.max(ms, 1)
        return new Promise((done) => setImmediate(done, false))
      },
    },
  }
}

test('P6: all slots are used and never one more', async () => {
  const w = world(100)
  addOthers(w, 100)
  await w.run(() => new Promise((done) => setImmediate(done, ANSWER)))

  assert.equal(w.highest(), 5)
  assert.equal(w.settled.length, 200)
})

test('P5: a nøkkel that is settled while the table is read is not looked up again', async () => {
  const w = world(100)
  let readings = 0
  await w.run(() => Promise.resolve(ANSWER), {
    // What was read is old when it arrives: settlements come in between.
    next: async (turns, wanted) => {
      const read = w.due(turns, wanted)
      readings += 1
      await new Promise((done) => setImmediate(done))
      await new Promise((done) => setImmediate(done))
      return read
    },
  })

  assert.ok(readings > 1)
  assert.equal(w.started.length, new Set(w.started).size)
})

// With batches of five the slow one would never be released: nothing more would start.
test('a slot that is free takes the next nøkkel while a slow one is still out', async () => {
  const w = world(50)
  const slow = Promise.withResolvers<Svar>()
  await w.run((one) => {
    if (one.identifikator === 'nr 0') return slow.promise
    if (w.started.length >= 40) slow.resolve(ANSWER)
    return Promise.resolve(ANSWER)
  })

  assert.equal(w.settled.length, 50)
})

test('told to stop, it starts nothing more, and settles what is in flight', async () => {
  const w = world(50)
  const running = w.run(async () => {
    w.stop.abort()
    await new Promise((done) => setImmediate(done))
    return ANSWER
  })
  await running

  assert.equal(w.settled.length, w.started.length)
  assert.ok(w.started.length <= 5)
})

test('told to abort, it drops what is in flight without a try being spent', async () => {
  const w = world(50)
  await w.run(async (_one, signal) => {
    w.abort.abort()
    signal.throwIfAborted()
    return ANSWER
  })

  assert.deepEqual(w.settled, [])
})

// If this fails, a restarted loop would have more than five calls in flight.
test('P6: when settling fails it ends only after its last call has ended', async () => {
  const w = world(50)
  let inFlight = 0
  const failing = w.run(
    async (_one, signal) => {
      inFlight += 1
      if (inFlight > 1) await new Promise((done) => signal.addEventListener('abort', done))
      await new Promise((done) => setImmediate(done))
      inFlight -= 1
      return ANSWER
    },
    { settle: () => Promise.reject(new Error('the database is gone')) },
  )

  await assert.rejects(failing, /the database is gone/)
  assert.equal(inFlight, 0)
})

// If this fails, a process that was frozen calls beside the one that took over.
test('P6: without the lease no call is begun', async () => {
  const w = world(50)
  let isHeld = true
  await w.run(
    () => Promise.resolve(ANSWER),
    {
      // The lease ends while the table is read.
      next: (turns, wanted) => {
        isHeld = false
        setImmediate(() => w.stop.abort())
        return Promise.resolve(w.due(turns, wanted))
      },
    },
    () => isHeld,
  )

  assert.deepEqual(w.started, [])
})

// If this fails, a moved path or a lost agreement empties the tables.
// The first call is held while the pause comes: what is ready then must not be called.
test('while an operator has paused it nothing more is begun, and it goes on when resumed', async () => {
  const w = world(40)
  let isPaused = false
  const bell = createBell()
  const resumedAt: number[] = []
  let beats = 0

  await w.run(
    async () => {
      if (w.started.length === 5 && resumedAt.length === 0) {
        isPaused = true
        // The loop goes round a few times while it is paused, and begins nothing.
        const before = beats
        await until(async () => beats > before + 3)
        resumedAt.push(w.started.length)
        isPaused = false
        bell.ring()
      }
      return ANSWER
    },
    {
      isPaused: (konsument) => konsument === EGEN && isPaused,
      bell,
      beat: () => void (beats += 1),
    },
  )

  assert.deepEqual(resumedAt, [5])
  assert.equal(w.settled.length, 40)
})

test('who is paused does not hold up the others', async () => {
  const w = world(20)
  addOthers(w, 20)
  const calledFor: string[] = []

  const running = w.run(
    ({ konsument }) => {
      calledFor.push(konsument)
      if (calledFor.length === 20) w.stop.abort()
      return Promise.resolve(ANSWER)
    },
    { isPaused: (konsument) => konsument === EGEN },
  )
  await running

  assert.ok(calledFor.every((konsument) => konsument === OTHER))
  assert.equal(calledFor.length, 20)
})

test('P8: of a wave of deletions nothing is stored until an operator accepts it', async () => {
  const w = world(30)
  await w.run(() => Promise.resolve({ kind: 'slettet' }), {
    ...waitingClock(),
    breakers: breakers(createBreaker({ percent: 50, count: 10 }, 'tripped', () => undefined)),
    accepted: () => Promise.resolve(new Set(w.settled.length >= 3 ? [EGEN] : [])),
  })

  const kinds = w.settled.map(({ kind }) => kind)
  assert.ok(kinds.indexOf('answered') >= 3)
  assert.ok(kinds.lastIndexOf('put off') < kinds.indexOf('answered'))
})

test('P10: a nøkkel that always fails is put off, the others are answered', async () => {
  const w = world(30)
  await w.run((one) =>
    one.identifikator === 'nr 3'
      ? Promise.reject(new Fault('SERVER_ERROR', '500', { status: 500 }))
      : Promise.resolve(ANSWER),
  )

  const byKind = Map.groupBy(w.settled, ({ kind }) => kind)
  assert.equal(byKind.get('answered')?.length, 29)
  assert.deepEqual(
    byKind.get('put off')?.map((s) => s.nokkel.identifikator),
    ['nr 3'],
  )
})

test('a paused API is asked by one probe when the wait is over, and by all slots after its answer', async () => {
  const w = world(40)
  const clock = waitingClock()
  let refused = false
  const inFlightAfter: number[] = []
  let inFlight = 0
  await w.run(async () => {
    inFlight += 1
    try {
      if (!refused) {
        refused = true
        throw new Fault('UNAVAILABLE', '503', { status: 503 })
      }
      if (clock.now() > 0) inFlightAfter.push(inFlight)
      await new Promise((done) => setImmediate(done))
      return ANSWER
    } finally {
      inFlight -= 1
    }
  }, clock)

  assert.equal(inFlightAfter[0], 1)
  assert.equal(Math.max(...inFlightAfter), 5)
})

// If this fails, a re-read of ten million holds up today's events by more than one look-up.
test('a live nøkkel that comes while backlog is looked up is the next to be', async () => {
  const w = world(0)
  for (let number = 0; number < 60; number += 1) {
    w.waiting.set(`nr ${number}`, nummerert(number, { prioritet: 1 }))
  }
  const bell = createBell()
  const arrived = Promise.withResolvers<void>()
  await w.run(
    async (one) => {
      if (w.started.length === 10) {
        w.waiting.set('live', nummerert(100, { identifikator: 'live' }))
        bell.ring()
      }
      // The slots are held until the table has been read again.
      if (w.started.length >= 10 && one.identifikator !== 'live') await arrived.promise
      return ANSWER
    },
    {
      bell,
      next: (turns, wanted) => {
        if (w.waiting.has('live')) setImmediate(arrived.resolve)
        return Promise.resolve(w.due(turns, wanted))
      },
    },
  )

  // Nine had been answered when it came, and five were out.
  assert.ok(w.started.indexOf('live') <= 10 + OPTIONS.slots, w.started.slice(0, 20).join(', '))
})

test('a konsument with one nøkkel does not wait for another with thousands', async () => {
  const w = world(2_000)
  addOthers(w, 1)
  await w.run(() => new Promise((done) => setImmediate(done, ANSWER)))

  assert.ok(w.started.indexOf('nr 10000') < 10, `it was number ${w.started.indexOf('nr 10000')}`)
  assert.equal(w.highest(), 5)
})

// If this fails, one customer that takes its delegation back stops all others.
test('a konsument that has lost its delegation is paused alone, and goes on when it has it again', async () => {
  const w = world(300)
  addOthers(w, 50)
  const lacking = new Fault('NOT_GRANTED', 'MP-251', { kode: 'MP-251' })
  const told: (readonly [readonly string[], boolean])[] = []
  let asked = 0
  await w.run(
    async ({ konsument }) => {
      await new Promise((done) => setImmediate(done))
      if (konsument === EGEN) return ANSWER
      asked += 1
      // It is given back when all others have been answered.
      if (w.started.length < 300) throw lacking
      return ANSWER
    },
    {
      ...waitingClock(),
      onPause: (konsumenter, pause) => void told.push([konsumenter, pause !== null]),
    },
  )

  const answers = w.settled.filter(({ kind }) => kind === 'answered')
  assert.equal(answers.filter(({ nokkel: one }) => one.konsument === EGEN).length, 300)
  assert.ok(asked < 60, `${asked} calls were made for it`)
  assert.deepEqual(told[0], [[OTHER], true])
  assert.deepEqual(told.at(-1), [[OTHER], false])
})
