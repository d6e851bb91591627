import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Fault } from '../../src/domain/errors.ts'
import type { HttpAnswer } from '../../src/skatteetaten/client.ts'
import { lookUp } from '../../src/skatteetaten/look-up.ts'
import { freshDatabase } from '../support/postgres.ts'
import { nokkel, oppslag, SCOPE } from './entries.ts'

const NEVER = new AbortController().signal

/** The data of an answer with this body; null where it is refused. */
async function dataOf(text: string): Promise<string | null> {
  const answer: HttpAnswer = {
    status: 200,
    text,
    contentType: '',
    retryAfter: undefined,
    date: undefined,
  }
  const access = {
    url: 'https://{vert}.example.org',
    stier: '2024',
    get: async () => answer,
    token: async () => 't',
  } as const
  try {
    const svar = await lookUp(access, oppslag(), SCOPE, 'nav', nokkel(), NEVER)
    return svar.kind === 'data' ? svar.data : null
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}

/** Pieces of JSON, right and wrong, of which some together are JSON that Postgres does not take. */
const PIECES = [
  ...'{}[]:,"\\ \n\u0000\ud800\ufeff1-.æ'.split(''),
  '"a"',
  '"a":',
  '{"a":1}',
  '1e400000',
  '1e-400000',
  '-0',
  '1.0',
  'null',
  'NaN',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\\\u0000"',
  '[[[[',
]
const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((all) => all.join(''))
const inObject = fc.oneof(pieces, fc.json()).map((value) => `{"a":${value}}`)

// Postgres writes the text around what it does not take to its own log, and that is somebody's data.
test('P12: whatever we take for data Postgres takes as jsonb', async () => {
  await using db = await freshDatabase()
  let taken = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof(pieces, inObject, fc.json()), async (text) => {
      const data = await dataOf(text)
      if (data === null) return
      taken += 1
      await db.pool.query('select $1::jsonb', [data])
    }),
    { numRuns: 3_000 },
  )
  assert.ok(taken > 200, `only ${taken} were data`)
})
