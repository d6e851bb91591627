import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'

import {
  describeBody,
  feilkode,
  isObject,
  kindOf,
  parseExactJson,
  parseJson,
} from '../../src/skatteetaten/body.ts'

function exactly(text: string): string {
  const parsed = parseExactJson(text)
  assert.ok(parsed.kind === 'json')
  return JSON.stringify(parsed.value)
}

for (const number of [
  '9007199254740993',
  '9223372036854775807',
  '-9007199254740993',
  '0.1',
  '1.0',
  '1.10',
  '-0',
  '1e3',
  '1E+3',
  '123456789.123456789123456789',
]) {
  test(`${number} stays as it was written`, () => {
    assert.equal(exactly(`{"a":[${number}]}`), `{"a":[${number}]}`)
  })
}

test('a number that Postgres cannot hold stays as text', () => {
  assert.equal(exactly('[1e400000]'), '["1e400000"]')
})

test('any JSON stays as it was', () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), (json) => {
      assert.equal(exactly(json), json)
    }),
  )
})

test('any number stays as it was written', () => {
  const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,25})(\.\d{1,25})?([eE][+-]?\d{1,3})?$/)
  fc.assert(fc.property(digits, (number) => assert.equal(exactly(number), number)))
})

test('a field named __proto__ is a field like others', () => {
  assert.equal(exactly('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}')
})

for (const text of [
  '',
  ' ',
  '<html>',
  '{"a":',
  '{"a":1}x',
  "{'a':1}",
  '{"a":NaN}',
  '[1,]',
  '\u0000',
]) {
  test(`${JSON.stringify(text)} is not JSON`, () => {
    assert.deepEqual(parseJson(text), { kind: 'not_json' })
    assert.deepEqual(parseExactJson(text), { kind: 'not_json' })
  })
}

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels)
}

test('nesting is read down to 64 levels, and no further', () => {
  assert.equal(parseExactJson(nested(64)).kind, 'json')
  assert.equal(parseExactJson(nested(65)).kind, 'too_deep')
  assert.equal(parseJson(nested(1_000_000)).kind, 'too_deep')
})

for (const [text, kode] of [
  ['{"kode":"SSG-008","melding":"Fant ikke","korrelasjonsid":"x"}', 'SSG-008'],
  ['{"kode":"ARBEIDSFORHOLD-007"}', 'ARBEIDSFORHOLD-007'],
  ['{"kode":"ssg-008"}', undefined],
  ['{"kode":"SSG-0080"}', undefined],
  ['{"kode":"SSG-008\\n"}', undefined],
  [`{"kode":"${'A'.repeat(1_000)}-001"}`, undefined],
  ['{"kode":8}', undefined],
  ['{"kode":null}', undefined],
  ['[{"kode":"SSG-008"}]', undefined],
  ['"SSG-008"', undefined],
  ['<feil><kode>SSG-008</kode></feil>', undefined],
  ['', undefined],
] as const) {
  test(`the feilkode of ${text.slice(0, 40)} is ${kode}`, () => assert.equal(feilkode(text), kode))
}

test('a kept number is a number and no object', () => {
  const parsed = parseExactJson('[1.0, 1, "1", null, [], {}, true]')
  assert.ok(parsed.kind === 'json' && Array.isArray(parsed.value))
  assert.deepEqual(parsed.value.map(kindOf), [
    'a number',
    'a number',
    'a string',
    'null',
    'an array',
    'an object',
    'a boolean',
  ])
  assert.deepEqual(parsed.value.map(isObject), [false, false, false, false, false, true, false])
  assert.equal(kindOf(undefined), 'nothing')
})

test('a body is described by its media type and length, and by nothing else', () => {
  const text = '<html>01810112345'
  assert.equal(
    describeBody({ contentType: 'text/html; charset=x', text }),
    'text/html, 17 characters',
  )
  assert.equal(
    describeBody({ contentType: '01810112345 <a>', text: '' }),
    'no media type, 0 characters',
  )
})
