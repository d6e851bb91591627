import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { test } from 'node:test'
import * as fc from 'fast-check'

import type { FaultCode } from '../../src/domain/errors.ts'
import type { Hendelse } from '../../src/domain/hendelse.ts'
import { sekvensnummer } from '../../src/domain/ids.ts'
import type { Liste } from '../../src/domain/katalog.ts'
import type { Access } from '../../src/skatteetaten/access.ts'
import { createHttp, type HttpAnswer } from '../../src/skatteetaten/client.ts'
import { readSide, readStart } from '../../src/skatteetaten/event-page.ts'
import { accessTo, FULLMAKT, IDENTIFIKATOR, liste } from './entries.ts'
import { faultOf, isFault } from './faults.ts'
import { always, serve } from './server.ts'

const NEVER = new AbortController().signal
const FRA = sekvensnummer(4711n)
const FEIL = '{"kode":"FA-005","melding":"Ingen hendelser","korrelasjonsid":"k"}'

/** Answers every call so; the real client has its own tests. */
function answering(status: number, text: string): Access {
  const answer: HttpAnswer = {
    status,
    text,
    contentType: 'application/json',
    retryAfter: undefined,
    date: undefined,
  }
  return {
    url: 'https://{vert}.example.org',
    stier: '2024',
    get: async () => answer,
    token: async () => 't',
  }
}

async function page(text: string, entry: Liste = liste()): Promise<readonly Hendelse[]> {
  const { hendelser } = await readSide(answering(200, text), entry, FULLMAKT, FRA, 1_000, NEVER)
  return hendelser
}

/** The one hendelse of a page with these fields and a sekvensnummer. */
async function hendelse(fields: string, entry?: Liste): Promise<Hendelse> {
  const [only] = await page(`{"hendelser":[{"sekvensnummer":1,${fields}}]}`, entry)
  return only ?? assert.fail('the page is empty')
}

test('a page is asked for by number and size, and its hendelser are as they came', async () => {
  await using server = await serve(
    always(
      200,
      JSON.stringify({
        hendelser: [
          {
            sekvensnummer: 4712,
            identifikator: IDENTIFIKATOR,
            gjelderPeriode: '2020',
            registreringstidspunkt: '2022-01-25T09:53:30.774522Z',
            hendelsetype: 'NY',
            typeSkattepliktig: 'personligSkattepliktig',
          },
        ],
      }),
    ),
  )
  const http = createHttp({ connectionsPerOrigin: 5 })
  const side = await readSide(accessTo(server.url, http), liste(), FULLMAKT, FRA, 1_000, NEVER)
  await http.close()

  assert.deepEqual(side.hendelser, [
    {
      sekvensnummer: 4712n,
      identifikator: IDENTIFIKATOR,
      gjelderPeriode: '2020',
      registreringstidspunkt: '2022-01-25T09:53:30.774522Z',
      hendelsetype: 'NY',
      typeSkattepliktig: 'personligSkattepliktig',
      andreFelt: null,
    },
  ])
  assert.equal(server.calls[0]?.path, '/v1/hendelser?fraSekvensnummer=4711&antall=1000')
})

test('order and repeats are kept', async () => {
  const numbers = [5, 3, 3, 9, 1].map((number) => `{"sekvensnummer":${number}}`)
  const hendelser = await page(`{"hendelser":[${numbers.join(',')}]}`)
  assert.deepEqual(
    hendelser.map((one) => one.sekvensnummer),
    [5n, 3n, 3n, 9n, 1n],
  )
})

for (const [name, status, text] of [
  ['an empty list', 200, '{"hendelser":[]}'],
  ['no list', 200, '{}'],
  ['a list that is null', 200, '{"hendelser":null}'],
  ['404 with the code for it', 404, FEIL],
] as const) {
  test(`${name} is the end`, async () => {
    const side = await readSide(answering(status, text), liste(), FULLMAKT, FRA, 1_000, NEVER)
    assert.deepEqual(side, { hendelser: [] })
  })
}

for (const [written, number] of [
  ['1', 1n],
  ['9007199254740993', 9_007_199_254_740_993n],
  ['9223372036854775807', 9_223_372_036_854_775_807n],
  ['"9007199254740993"', 9_007_199_254_740_993n],
] as const) {
  test(`the sekvensnummer ${written} is exact`, async () => {
    const [only] = await page(`{"hendelser":[{"sekvensnummer":${written}}]}`)
    assert.equal(only?.sekvensnummer, number)
  })
}

for (const [written, kind] of [
  ['0', 'a number'],
  ['-1', 'a number'],
  ['1.0', 'a number'],
  ['1e3', 'a number'],
  ['9223372036854775808', 'a number'],
  ['1e400000', 'a string'],
  [`"${'9'.repeat(100_000)}"`, 'a string'],
  ['""', 'a string'],
  ['"x"', 'a string'],
  ['null', 'null'],
  ['true', 'a boolean'],
  ['[1]', 'an array'],
] as const) {
  test(`the sekvensnummer ${written.slice(0, 20)} is refused`, async () => {
    const fault = await faultOf(page(`{"hendelser":[{"sekvensnummer":${written}}]}`))
    assert.equal(fault.code, 'UNEXPECTED_ANSWER')
    assert.equal(
      fault.message,
      `page from 4711 of skatteoppgjoer: $.hendelser[0].sekvensnummer: expected a whole number above 0, got ${kind}`,
    )
  })
}

test('numbers in fields of text become what was written', async () => {
  const read = await hendelse('"identifikator":310000001,"gjelderPeriode":2020.0')
  assert.deepEqual([read.identifikator, read.gjelderPeriode], ['310000001', '2020.0'])
  assert.equal(read.andreFelt, null)
})

test('a null field is null, and one of another type is kept among the others', async () => {
  const read = await hendelse(
    '"identifikator":null,"gjelderPeriode":{"aar":2020},"hendelsetype":true',
  )
  assert.deepEqual([read.identifikator, read.gjelderPeriode, read.hendelsetype], [null, null, null])
  assert.equal(read.andreFelt, '{"gjelderPeriode":{"aar":2020},"hendelsetype":true}')
})

test('fields without a column are kept exactly', async () => {
  const others = '"a":9007199254740993,"b":1.10,"c":null,"__proto__":{"d":[1e3]},"æ \\"":"\\n"'
  const { andreFelt } = await hendelse(`"identifikator":"x",${others}`)
  assert.equal(andreFelt, `{${others}}`)
})

test('any other fields are kept as the JSON they were', async () => {
  const names = fc.string().map((name) => `_${name}`)
  const fields = fc
    .dictionary(names, fc.jsonValue(), { minKeys: 1 })
    .map((one) => JSON.stringify(one))
  await fc.assert(
    fc.asyncProperty(fields, async (json) => {
      assert.equal((await hendelse(json.slice(1, -1))).andreFelt, json)
    }),
  )
})

// A nøkkel with a character replaced, or cut, would be another nøkkel.
test('a text that no column can hold exactly is kept beside them, with U+FFFD', async () => {
  const bad = String.raw`a\u0000b\ud800c\ud83d\ude00\\u0000`
  const good = 'a\uFFFDb\uFFFDc😀\\u0000'
  const long = 'x'.repeat(201)
  const read = await hendelse(
    `"identifikator":"${bad}","gjelderPeriode":"${long}","${bad}":["${bad}"]`,
  )

  assert.equal(read.identifikator, null)
  assert.equal(read.gjelderPeriode, null)
  assert.deepEqual(JSON.parse(read.andreFelt ?? ''), {
    identifikator: good,
    gjelderPeriode: long,
    [good]: [good],
  })
})

test('a number that Postgres cannot hold is kept as text', async () => {
  assert.equal((await hendelse('"a":1e400000')).andreFelt, '{"a":"1e400000"}')
})

test('the list has its own names for the fields', async () => {
  const entry = liste({
    felt: {
      identifikator: 'hendelseidentifikator',
      gjelderPeriode: null,
      hendelsetype: 'hendelsestype',
    },
  })
  const read = await hendelse(
    '"hendelseidentifikator":"u","identifikator":"i","gjelderPeriode":"2020","hendelsestype":"ny"',
    entry,
  )
  assert.deepEqual([read.identifikator, read.gjelderPeriode, read.hendelsetype], ['u', null, 'ny'])
  assert.equal(read.andreFelt, '{"identifikator":"i","gjelderPeriode":"2020"}')
})

test('hendelsetype is read in both spellings, and a second one is kept', async () => {
  assert.equal((await hendelse('"hendelsetype":"NY"')).hendelsetype, 'NY')
  assert.equal((await hendelse('"hendelsestype":"Ny"')).hendelsetype, 'Ny')
  assert.equal((await hendelse('"hendelsetype":null,"hendelsestype":"ny"')).hendelsetype, 'ny')
  const both = await hendelse('"hendelsetype":"ny","hendelsestype":"endret"')
  assert.deepEqual([both.hendelsetype, both.andreFelt], ['ny', '{"hendelsestype":"endret"}'])
})

for (const [text, problem] of [
  [
    '',
    'expected a page of hendelser, got a body that is not JSON (application/json, 0 characters)',
  ],
  [
    '<html>01810112345',
    'expected a page of hendelser, got a body that is not JSON (application/json, 17 characters)',
  ],
  [
    '{"hendelser":[',
    'expected a page of hendelser, got a body that is not JSON (application/json, 14 characters)',
  ],
  [
    `${'['.repeat(65)}${']'.repeat(65)}`,
    'expected a page of hendelser, got JSON nested too deep (application/json, 130 characters)',
  ],
  ['[]', '$: expected an object, got an array'],
  ['null', '$: expected an object, got null'],
  ['1.0', '$: expected an object, got a number'],
  [FEIL, '$: expected a page of hendelser, got an error object with status 200'],
  ['{"hendelser":{}}', '$.hendelser: expected an array, got an object'],
  ['{"hendelser":"x"}', '$.hendelser: expected an array, got a string'],
  ['{"hendelser":[1]}', '$.hendelser[0]: expected an object, got a number'],
  [
    '{"hendelser":[{"sekvensnummer":1},{}]}',
    '$.hendelser[1].sekvensnummer: expected a whole number above 0, got nothing',
  ],
] as const) {
  test(`the page ${text.slice(0, 40)} is refused: ${problem.slice(0, 60)}`, async () => {
    const fault = await faultOf(page(text))
    assert.equal(fault.code, 'UNEXPECTED_ANSWER')
    assert.equal(fault.message, `page from 4711 of skatteoppgjoer: ${problem}`)
    assert.equal(fault.cause, undefined)
  })
}

const FAULTS: readonly (readonly [status: number, text: string, code: FaultCode])[] = [
  [404, '{"kode":"FA-002"}', 'WRONG_ADDRESS'],
  [404, '{"kode":"DAS-002"}', 'WRONG_ADDRESS'],
  [404, '{"kode":"FFE-007"}', 'UNEXPECTED_ANSWER'],
  [404, '', 'UNEXPECTED_ANSWER'],
  [404, '<html>', 'UNEXPECTED_ANSWER'],
  [410, FEIL, 'UNEXPECTED_ANSWER'],
  [204, '', 'UNEXPECTED_ANSWER'],
  [302, '', 'UNEXPECTED_ANSWER'],
  [400, '{"kode":"FA-004"}', 'REJECTED'],
  [401, '{"kode":"FA-003"}', 'UNAUTHENTICATED'],
  [403, '', 'FORBIDDEN'],
  [429, '', 'THROTTLED'],
  [500, '{"kode":"FA-001"}', 'SERVER_ERROR'],
  [503, '', 'UNAVAILABLE'],
]

for (const [status, text, code] of FAULTS) {
  test(`a page with ${status} and ${text || 'nothing'} is ${code}`, async () => {
    const side = readSide(answering(status, text), liste(), FULLMAKT, FRA, 1_000, NEVER)
    isFault(await faultOf(side), code, /^page from 4711 of skatteoppgjoer: the API answered \d+/)
  })
}

test('a list that needs no rettighetspakke is not told to check one', async () => {
  const fault = await faultOf(readSide(answering(403, ''), liste(), FULLMAKT, FRA, 1, NEVER))
  assert.match(fault.message, /Check that scope skatteetaten:summertskattegrunnlag is granted/)
})

test('the start of a list is its first sekvensnummer from a date on', async () => {
  await using server = await serve(always(200, '{"sekvensnummer":9007199254740993}'))
  const http = createHttp({ connectionsPerOrigin: 5 })
  const access = accessTo(server.url, http)
  const start = await readStart(access, liste(), FULLMAKT, '2024-12-31', NEVER)
  await http.close()

  assert.equal(start, 9_007_199_254_740_993n)
  assert.equal(server.calls[0]?.path, '/v1/hendelser/start?dato=2024-12-31')
})

test('a list without hendelser from the date on has no start', async () => {
  assert.equal(await readStart(answering(404, FEIL), liste(), FULLMAKT, '2024-12-31', NEVER), null)
})

test('a start without a number is refused', async () => {
  for (const [text, got] of [
    ['{}', 'nothing'],
    ['{"sekvensnummer":0}', 'a number'],
  ] as const) {
    const fault = await faultOf(
      readStart(answering(200, text), liste(), FULLMAKT, '2024-12-31', NEVER),
    )
    assert.equal(fault.code, 'UNEXPECTED_ANSWER')
    assert.equal(
      fault.message,
      `start of skatteoppgjoer from 2024-12-31: $.sekvensnummer: expected a whole number above 0, got ${got}`,
    )
  }
})

test('no message has a piece of the page', async () => {
  const unit = fc.constantFrom('ø', 'æ', 'ü')
  const value = fc.jsonValue({ stringUnit: unit, maxDepth: 3 })
  const body = fc.oneof(
    value,
    fc.record({ hendelser: value }),
    fc.record({ hendelser: fc.array(fc.record({ sekvensnummer: value, identifikator: value })) }),
  )
  await fc.assert(
    fc.asyncProperty(body, fc.constantFrom(200, 404, 500), async (json, status) => {
      const access = answering(status, JSON.stringify(json))
      const said = await readSide(access, liste(), FULLMAKT, FRA, 1, NEVER).then(
        () => '',
        (error: unknown) => inspect(error),
      )
      assert.doesNotMatch(said, /[øæü]/)
    }),
    { numRuns: 1_000 },
  )
})
