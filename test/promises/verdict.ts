/** Whether a test has told of a planted bug. */
import type { Ended, TestRun } from './run-tests.ts'

/** Of a test that failed by itself, and did not merely take too long. */
const FAILED = ['testCodeFailure', 'uncaughtException', 'unhandledRejection']

/** What is planted must run: else its test would fail without having seen the bug. */
const BROKEN = ['SyntaxError', 'ReferenceError', 'TypeError']

/** @returns null when it is red as it should be; else what is wrong */
export function whyNotRed({ exitCode, output, tests }: TestRun, name: string): string | null {
  const ended = tests.get(name)
  if (ended === undefined) return `its test did not run:\n${output}`
  if (ended.ok) return 'stays green'
  if (exitCode === 0) return 'is red, and the run has exit code 0'
  if (!FAILED.includes(ended.failureType)) {
    return `is red by ${ended.failureType}:\n${ended.report}`
  }
  return isBroken(ended) ? `is broken, and says nothing:\n${ended.report}` : null
}

function isBroken({ kind }: Ended): boolean {
  // Class 42 of Postgres: a syntax error or access rule violation.
  return BROKEN.includes(kind) || /^42[0-9A-Z]{3}$/.test(kind)
}
