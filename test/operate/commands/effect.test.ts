import assert from 'node:assert/strict'
import { test } from 'node:test'
import { effectLine } from '../../../src/operate/commands/effect.ts'

const NOTHING = { rows: 0n, hendelser: 0n, nokler: 0n, calls: 0n, estimateMs: 0, note: null }

test('what a command does is said in one line, with the time in a unit that fits', () => {
  const effect = { ...NOTHING, rows: 3n, hendelser: 12n, nokler: 7n, calls: 7n, estimateMs: 420 }
  const said = (estimateMs: number) =>
    effectLine({ ...NOTHING, calls: 1n, estimateMs }, { rows: null, dryRun: false })

  assert.equal(
    effectLine(effect, { rows: 'parked nøkler', dryRun: false }),
    '3 parked nøkler, 12 hendelser, 7 nøkler, 7 calls, about 0.4 s',
  )
  assert.equal(said(100_000), '1 calls, about 100 s')
  assert.equal(said(150_000), '1 calls, about 2.5 min')
  assert.equal(said(20 * 3_600_000), '1 calls, about 20 h')
  assert.equal(said(5 * 86_400_000), '1 calls, about 5.0 days')
})

test('a dry run says that nothing is done, and so does a command that had nothing to do', () => {
  const note = 'it is paused already'

  assert.equal(
    effectLine({ ...NOTHING, note }, { rows: 'pauses', dryRun: true }),
    'dry run, nothing is done: 0 pauses (it is paused already)',
  )
  assert.equal(effectLine(NOTHING, { rows: null, dryRun: false }), 'nothing to do')
})
