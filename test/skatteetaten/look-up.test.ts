import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { test } from 'node:test'
import * as fc from 'fast-check'

import type { FaultCode } from '../../src/domain/errors.ts'
import type { Oppslag } from '../../src/domain/katalog.ts'
import type { Svar } from '../../src/domain/svar.ts'
import { createHttp, type HttpAnswer } from '../../src/skatteetaten/client.ts'
import { lookUp } from '../../src/skatteetaten/look-up.ts'
import { accessTo, IDENTIFIKATOR, nokkel, oppslag, SCOPE } from './entries.ts'
import { faultOf, isFault } from './faults.ts'
import { always, type Answering, serve } from './server.ts'

const NEVER = new AbortController().signal
const HTML = '<html><body>01810112345 Logg inn</body></html>'

function feil(kode: string): string {
  return JSON.stringify({ kode, melding: `Noe om ${IDENTIFIKATOR}`, korrelasjonsid: 'k' })
}

async function answered(answering: Answering, entry: Oppslag = oppslag()): Promise<Svar> {
  await using server = await serve(answering)
  const http = createHttp({ connectionsPerOrigin: 5 })
  try {
    return await lookUp(accessTo(server.url, http), entry, SCOPE, 'nav', nokkel(), NEVER)
  } finally {
    await http.close()
  }
}

test('the body of a 200 is the data, as it came', async () => {
  const bodies = [
    '{"beloep":9007199254740993, "sats":1.10,\n"navn":"Åse \\u00e5 \\ud83d\\ude00 \\\\u0000"}',
    '[{"a":1}]',
    '{"oppgaveInntektsmottaker":[]}',
    '{"kode":"SSG-008","grunnlag":[]}',
    `{"a":${'['.repeat(63)}1${']'.repeat(63)}}`,
    '{"a":1e131071}',
  ]
  for (const data of bodies) {
    assert.deepEqual(await answered(always(200, data)), { kind: 'data', data })
  }
})

for (const [status, body, kind] of [
  [404, feil('SSG-008'), 'ingen_data'],
  [410, feil('SSG-011'), 'slettet'],
  // Some APIs document a deletion with 406.
  [406, feil('SSG-012'), 'slettet'],
  // The general documentation promises 410 for every API, whatever the number.
  [410, feil('SSG-099'), 'slettet'],
] as const) {
  test(`${status} with ${body.slice(0, 17)} is ${kind}`, async () => {
    assert.deepEqual(await answered(always(status, body)), { kind })
  })
}

const FAULTS: readonly (readonly [status: number, body: string, code: FaultCode])[] = [
  [401, feil('SSG-004'), 'UNAUTHENTICATED'],
  [401, HTML, 'UNAUTHENTICATED'],
  [403, feil('SSG-005'), 'FORBIDDEN'],
  [403, feil('DAS-008'), 'FORBIDDEN'],
  [403, HTML, 'FORBIDDEN'],
  [404, feil('SSG-003'), 'WRONG_ADDRESS'],
  [404, feil('DAS-002'), 'WRONG_ADDRESS'],
  [429, '', 'THROTTLED'],
  [429, feil('SSG-008'), 'THROTTLED'],
  [503, HTML, 'UNAVAILABLE'],
  [503, '', 'UNAVAILABLE'],
  [500, feil('DAS-003'), 'UNAVAILABLE'],
  [500, feil('DAS-004'), 'UNAVAILABLE'],
  [500, feil('DAS-007'), 'UNAVAILABLE'],
  [500, feil('DAS-001'), 'SERVER_ERROR'],
  [500, feil('SSG-001'), 'SERVER_ERROR'],
  [500, '', 'SERVER_ERROR'],
  [502, HTML, 'SERVER_ERROR'],
  [504, HTML, 'SERVER_ERROR'],
  [400, feil('SSG-006'), 'REJECTED'],
  [406, feil('SSG-009'), 'REJECTED'],
  [422, feil('SSG-013'), 'REJECTED'],
  // P8: nothing of this says anything about the nøkkel.
  [400, HTML, 'UNEXPECTED_ANSWER'],
  [406, '', 'UNEXPECTED_ANSWER'],
  [404, HTML, 'UNEXPECTED_ANSWER'],
  [404, '', 'UNEXPECTED_ANSWER'],
  [404, '{}', 'UNEXPECTED_ANSWER'],
  [404, feil('SSG-099'), 'UNEXPECTED_ANSWER'],
  [404, feil('SSG-011'), 'UNEXPECTED_ANSWER'],
  [404, feil('SP-008'), 'UNEXPECTED_ANSWER'],
  [404, `${feil('SSG-008')}x`, 'UNEXPECTED_ANSWER'],
  [410, HTML, 'UNEXPECTED_ANSWER'],
  [410, '', 'UNEXPECTED_ANSWER'],
  [410, feil('SSGX-011'), 'UNEXPECTED_ANSWER'],
  [410, feil('DAS-002'), 'UNEXPECTED_ANSWER'],
  [200, '', 'UNEXPECTED_ANSWER'],
  [200, HTML, 'UNEXPECTED_ANSWER'],
  [200, '{"a":', 'UNEXPECTED_ANSWER'],
  [200, '"text"', 'UNEXPECTED_ANSWER'],
  [200, '7', 'UNEXPECTED_ANSWER'],
  [200, 'null', 'UNEXPECTED_ANSWER'],
  [200, '{}', 'UNEXPECTED_ANSWER'],
  [200, '[]', 'UNEXPECTED_ANSWER'],
  [200, feil('SSG-008'), 'UNEXPECTED_ANSWER'],
  [200, feil('SSG-011'), 'UNEXPECTED_ANSWER'],
  [201, '{"a":1}', 'UNEXPECTED_ANSWER'],
  [204, '', 'UNEXPECTED_ANSWER'],
  [302, '', 'UNEXPECTED_ANSWER'],
  [304, '', 'UNEXPECTED_ANSWER'],
  [408, '', 'UNEXPECTED_ANSWER'],
  [418, feil('SSG-008'), 'UNEXPECTED_ANSWER'],
  [501, '', 'UNEXPECTED_ANSWER'],
  [200, '{"a":"\\u0000"}', 'UNSTORABLE'],
  [200, '{"a":"\\ud800"}', 'UNSTORABLE'],
  [200, '{"a":1e400000}', 'UNSTORABLE'],
  [200, `${'['.repeat(65)}1${']'.repeat(65)}`, 'UNSTORABLE'],
]

for (const [status, body, code] of FAULTS) {
  test(`${status} with ${body.slice(0, 18) || 'nothing'} is ${code}`, async () => {
    const fault = await faultOf(answered(always(status, body, { location: '/login' })))
    isFault(fault, code, /^look-up in summertskattegrunnlag: /)
    assert.equal(fault.status, status)
    assert.ok(!inspect(fault).includes(IDENTIFIKATOR))
  })
}

test('a Fault has the kode of the API, and the wait that it asks for', async () => {
  const fault = await faultOf(answered(always(429, feil('SSG-005'), { 'retry-after': '7' })))
  assert.deepEqual([fault.kode, fault.retryAfterMs], ['SSG-005', 7_000])
})

async function messageOf(status: number, body: string): Promise<string> {
  const { message } = await faultOf(answered(always(status, body)))
  return message.replace(/http:\S+:\d+/, 'HOST')
}

test('a message says what was tried, what came back and what to do', async () => {
  assert.equal(
    await messageOf(403, feil('SSG-005')),
    'look-up in summertskattegrunnlag: the API answered 403 (SSG-005). Check that scope skatteetaten:summertskattegrunnlag and rettighetspakke nav are granted to our client',
  )
  assert.equal(
    await messageOf(404, feil('SSG-003')),
    'look-up in summertskattegrunnlag: the API answered 404 (SSG-003). It does not know HOST/v2/oppgjoer/{rettighetspakke}/{gjelderPeriode}/{identifikator}. Correct the sti in KATALOG_FIL',
  )
  assert.equal(
    await messageOf(404, HTML),
    "look-up in summertskattegrunnlag: the API answered 404. That is not documented (application/json, 46 characters). If it goes on, see what answers in the API's place",
  )
})

test('a truncated deletion deletes nothing', async () => {
  const call = answered((response) => {
    response.writeHead(410, { 'content-length': '100' })
    response.write(feil('SSG-011'), () => response.destroy())
  })
  isFault(await faultOf(call), 'UNEXPECTED_ANSWER', /answered 410/)
})

test('no message has a piece of the body or the identifikator', async () => {
  const letters = fc.string({ unit: fc.constantFrom('ø', 'æ', 'ü', '"', '{', '}', ':', '\\') })
  const anyStatus = fc.constantFrom(200, 204, 302, 400, 401, 403, 404, 410, 422, 429, 500, 503)
  const body = fc.oneof(letters, fc.json({ stringUnit: fc.constantFrom('æ', 'ü') }))
  await fc.assert(
    fc.asyncProperty(anyStatus, body, letters, async (status, text, identifikator) => {
      const answer: HttpAnswer = { status, text, contentType: '', retryAfter: text, date: text }
      const access = {
        url: 'https://{vert}.example.org',
        stier: '2024',
        get: async () => answer,
        token: async () => 't',
      } as const
      const call = lookUp(access, oppslag(), SCOPE, 'nav', nokkel({ identifikator }), NEVER)
      const said = await call.then(
        () => '',
        (error: unknown) => inspect(error),
      )
      assert.doesNotMatch(said.replaceAll('nøkkel', ''), /[øæü]/)
    }),
    { numRuns: 1_000 },
  )
})
