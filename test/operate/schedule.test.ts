import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBell } from '../../src/lib/bell.ts'
import { createSchedule, longestGapMs, planProblem } from '../../src/operate/schedule.ts'

test('a cron expression of five or six fields is right, others say what is wrong', () => {
  assert.equal(planProblem('* * * * *'), null)
  assert.equal(planProblem('*/5 * * * * *'), null)
  assert.notEqual(planProblem('every minute'), null)
  assert.notEqual(planProblem('61 * * * *'), null)
})

test('a schedule comes round again', { timeout: 20_000 }, async () => {
  const { signal } = new AbortController()
  const schedule = createSchedule('* * * * * *')

  await schedule.next(signal)
  await schedule.next(signal)
  schedule.end()
})

// The second net looks all the time, and a plan of every second tells that time has gone by.
test(
  'a plan of once a year does not come round because its second net has looked',
  { timeout: 20_000 },
  async () => {
    const stop = new AbortController()
    const eager = { everyMs: 1, lateMs: 0 }
    const yearly = createSchedule('0 0 1 1 *', createBell(), eager)
    const often = createSchedule('* * * * * *')

    const first = await Promise.race([
      yearly.next(stop.signal).then(() => 'yearly'),
      often.next(stop.signal).then(() => 'often'),
    ])

    stop.abort()
    yearly.end()
    often.end()
    assert.equal(first, 'often')
  },
)

test(
  'a time that passes unseen, as when the clock jumps, is seen by the second net',
  { timeout: 20_000 },
  async () => {
    const yearly = createSchedule(
      '0 0 1 1 *',
      createBell(),
      { everyMs: 1, lateMs: 0 },
      () => Infinity,
    )

    await yearly.next(new AbortController().signal)
    yearly.end()
  },
)

test('waiting for a schedule ends when told to stop', async () => {
  const stop = new AbortController()
  const schedule = createSchedule('0 0 1 1 *')
  const waiting = schedule.next(stop.signal)
  stop.abort()

  await waiting
  schedule.end()
})

test('the longest time between two runs has the nights and the weekends in it', () => {
  const minute = 60_000
  const hour = 60 * minute
  assert.equal(longestGapMs('* * * * *'), minute)
  assert.equal(longestGapMs('*/10 * * * * *'), minute / 6)
  assert.equal(longestGapMs('0,20 * * * *'), 40 * minute)
  // From 16:59 on Friday to 8:00 on Monday; an hour more when winter begins in between.
  const weekend = longestGapMs('* 8-16 * * 1-5') - (63 * hour + minute)
  assert.ok([-hour, 0, hour].includes(weekend), `${weekend}`)
  assert.ok(longestGapMs('0 2 * * *') >= 24 * hour)
  assert.ok(longestGapMs('0 2 1 * *') >= 28 * 24 * hour)
})
