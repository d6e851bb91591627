import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endingsIn } from './run-tests.ts'
import { whyNotRed } from './verdict.ts'

function tapOf(name: string, fields: string, not = 'not '): string {
  return `TAP version 13\n# Subtest: ${name}\n${not}ok 1 - ${name}\n  ---\n${fields}\n  ...\n1..1\n`
}

/** As Node tells of a test that is in a suite. */
function inSuite(tap: string): string {
  const setIn = tap.replace('TAP version 13\n', '').replaceAll(/^(?=.)/gm, '    ')
  return `TAP version 13\n# Subtest: a suite\n${setIn}not ok 1 - a suite\n  ---\n  failureType: 'subtestsFailed'\n  ...\n1..1\n`
}

const FAILED = `  failureType: 'testCodeFailure'\n  error: 'x'\n  code: 'ERR_ASSERTION'`

for (const [claim, tap, problem] of [
  ['a test that fails is red', tapOf('a \\# b', FAILED), null],
  ['a test that fails in a suite is red', inSuite(tapOf('a \\# b', FAILED)), null],
  ['a test that passes in a suite is not', inSuite(tapOf('a \\# b', '', '')), /stays green/],
  ['a test that passes is not', tapOf('a \\# b', '', ''), /stays green/],
  ['another test is not', tapOf('/tmp/a.test.ts', FAILED), /did not run/],
  [
    'a test that takes too long is not',
    tapOf('a \\# b', `  failureType: 'testTimeoutFailure'`),
    /red by/,
  ],
  [
    'a bug that is no SQL is not',
    tapOf('a \\# b', `  failureType: 'testCodeFailure'\n  code: '42601'`),
    /is broken/,
  ],
  [
    'a bug that is no JavaScript is not',
    tapOf(
      'a \\# b',
      `  failureType: 'testCodeFailure'\n  code: 'ERR_TEST_FAILURE'\n  name: 'ReferenceError'`,
    ),
    /is broken/,
  ],
] as const) {
  test(claim, () => {
    const run = { exitCode: 1, output: tap, tests: endingsIn(tap) }
    const why = whyNotRed(run, 'a # b')
    if (problem === null) assert.equal(why, null)
    else assert.match(why ?? '', problem)
  })
}
