import { Fault } from '../domain/errors.ts'

/** A 200 that does not say what is documented (P8). `why` quotes nothing of the answer. */
export function unexpected(what: string, why: string): Fault {
  return new Fault('UNEXPECTED_ANSWER', `${what}: the API answered 200, but ${why}`, {
    status: 200,
  })
}
