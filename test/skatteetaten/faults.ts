import assert from 'node:assert/strict'

import { Fault, type FaultCode } from '../../src/domain/errors.ts'

/** The Fault that a call ends with. */
export async function faultOf(call: Promise<unknown>): Promise<Fault> {
  const error: unknown = await call.then(
    () => assert.fail('the call was answered'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Fault, String(error))
  return error
}

/** The Fault that is thrown at once. */
export function faultIn(work: () => unknown): Fault {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof Fault, String(error))
    return error
  }
  return assert.fail('nothing was thrown')
}

export function isFault(fault: Fault, code: FaultCode, message: RegExp): void {
  assert.equal(fault.code, code)
  assert.match(fault.message, message)
  assert.equal(fault.cause, undefined)
}
