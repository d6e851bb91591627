import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'

import {
  fitsNumeric,
  hasForbiddenEscape,
  storableText,
  survey,
  withoutForbiddenEscapes,
} from '../../src/skatteetaten/jsonb.ts'

for (const [json, depth] of [
  ['1', 0],
  ['"[[[["', 0],
  ['{}', 1],
  ['[[],[[]],{"a":{}}]', 3],
  [String.raw`["\"[", "\\", [1], "\\\"[["]`, 2],
  ['"unfinished [[', 0],
] as const) {
  test(`${json} is nested ${depth} deep`, () => assert.equal(survey(json).depth, depth))
}

test('nesting of a million does not overflow the stack', () => {
  assert.equal(survey('['.repeat(1_000_000)).depth, 1_000_000)
})

function depthOf(value: unknown): number {
  return typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
    : 0
}

test('depth is that of the parsed value, for any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(2), (value, indent) => {
      assert.equal(survey(JSON.stringify(value, null, indent)).depth, depthOf(value))
    }),
  )
})

// Each was tried on Postgres 15: `select '[NUMBER]'::jsonb`.
for (const [name, number, fits] of [
  ['1e131071', '1e131071', true],
  ['1e131072', '1e131072', false],
  ['100e131070', '100e131070', false],
  ['1e400000', '1e400000', false],
  ['1E+400000', '1E+400000', false],
  ['1e-16383', '1e-16383', true],
  ['1.5e-16383', '1.5e-16383', false],
  ['0e-20000', '0e-20000', false],
  ['131072 digits', '9'.repeat(131_072), true],
  ['131073 digits', '9'.repeat(131_073), false],
  ['16383 decimals', `0.${'1'.repeat(16_383)}`, true],
  ['16384 decimals, all zeros', `1.${'0'.repeat(16_384)}`, false],
] as const) {
  test(`${name} ${fits ? 'fits' : 'does not fit'} numeric`, () => {
    assert.equal(fitsNumeric(number), fits)
    assert.equal(survey(`{"a":[-${number}]}`).hasHugeNumber, !fits)
  })
}

test('digits in a text are no number', () => {
  assert.equal(survey('{"1e400000":"1e400000"}').hasHugeNumber, false)
})

for (const [json, forbidden] of [
  [String.raw`"\u0000"`, true],
  [String.raw`{"\u0000":1}`, true],
  [String.raw`{"a":"\u0000","a":1}`, true],
  [String.raw`"\ud800"`, true],
  [String.raw`"\uDC00"`, true],
  [String.raw`"\ud83d\u0041"`, true],
  [String.raw`"\ud83d\ud83d\ude00"`, true],
  [String.raw`"\\\u0000"`, true],
  [String.raw`"\ud83d\ude00"`, false],
  [String.raw`"\uD83D\uDE00"`, false],
  [String.raw`"\\u0000"`, false],
  [String.raw`"\\ud800"`, false],
  [String.raw`"\u0001\u00e5\ud7ff\ue000"`, false],
] as const) {
  test(`${json} ${forbidden ? 'has' : 'has not'} what Postgres refuses`, () => {
    assert.equal(hasForbiddenEscape(json), forbidden)
    assert.equal(hasForbiddenEscape(withoutForbiddenEscapes(json)), false)
    if (!forbidden) assert.equal(withoutForbiddenEscapes(json), json)
  })
}

test('any text in JSON becomes the text that storableText makes of it', () => {
  const unit = fc.constantFrom('\0', '\uD83D', '\uDE00', '\\', 'u', '0', '"', 'å', '😀')
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      const json = withoutForbiddenEscapes(JSON.stringify({ [text]: text }))
      const storable = storableText(text)
      assert.deepEqual(JSON.parse(json), { [storable]: storable })
      assert.ok(storable.isWellFormed() && !storable.includes('\0'))
    }),
    { numRuns: 1_000 },
  )
})
