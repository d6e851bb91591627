import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSchedule, planProblem } from '../../src/operate/schedule.ts'

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

test('waiting for a schedule ends when told to stop', async () => {
  const stop = new AbortController()
  const schedule = createSchedule('0 0 1 1 *')
  const waiting = schedule.next(stop.signal)
  stop.abort()

  await waiting
  schedule.end()
})
