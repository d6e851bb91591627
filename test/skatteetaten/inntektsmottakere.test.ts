import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { test } from 'node:test'
import { NO_INNTEKTSMOTTAKERE } from '../../src/domain/inntektsmottakere.ts'
import type { Svar } from '../../src/domain/svar.ts'
import { inntektsmottakere } from '../../src/katalog/oppslag/inntektsmottakere.ts'
import { createHttp } from '../../src/skatteetaten/client.ts'
import { lookUp } from '../../src/skatteetaten/look-up.ts'
import { KARI, OLA } from '../support/builders.ts'
import { accessTo, nokkel } from './entries.ts'
import { faultOf, isFault } from './faults.ts'
import { always, serve } from './server.ts'

const PLIKTIG = '310977101'
const [SCOPE = ''] = inntektsmottakere.scopes

/** What becomes of this answer, and which path was asked. */
async function answered(status: number, body: unknown): Promise<{ svar: Svar; path: string }> {
  await using server = await serve(
    always(status, typeof body === 'string' ? body : JSON.stringify(body)),
  )
  const http = createHttp({ connectionsPerOrigin: 5 })
  try {
    const access = accessTo(server.url, http)
    const asked = nokkel({
      identifikator: PLIKTIG,
      gjelderPeriode: '',
      oppslag: 'inntektsmottakere',
    })
    const never = new AbortController().signal
    const svar = await lookUp(access, inntektsmottakere, SCOPE, 'otp', asked, never)
    return { svar, path: server.calls[0]?.path ?? '' }
  } finally {
    await http.close()
  }
}

async function listOf(body: Record<string, unknown>) {
  const { svar } = await answered(200, { ...OF_PLIKTIG, ...body })
  assert.ok(svar.kind === 'inntektsmottakere')
  return svar.mottakere
}

const OF_PLIKTIG = { opplysningspliktig: { norskIdentifikator: PLIKTIG } }
const BOTH = [{ personidentifikator: KARI }, { personidentifikator: OLA }]

test('the documented example is a list, each person once', async () => {
  const { svar, path } = await answered(200, {
    ...OF_PLIKTIG,
    fraOgMed: '2020-01',
    tilOgMed: '2020-08',
    inntektsmottaker: [...BOTH, ...BOTH],
    nyttFelt: 1,
  })
  assert.deepEqual(svar, {
    kind: 'inntektsmottakere',
    mottakere: {
      fraOgMed: '2020-01',
      tilOgMed: '2020-08',
      identifikatorer: [KARI, OLA],
      isWhole: true,
      skjermet: false,
    },
  })
  assert.match(path, /\/v1\/otp\/310977101\/inntektsmottakere$/)
})

test('P8: a list that does not name everybody is not whole', async () => {
  for (const body of [
    { inntektsmottaker: BOTH, skjermet: true },
    { inntektsmottaker: [...BOTH, { skjermet: true }] },
    { inntektsmottaker: [...BOTH, { personidentifikator: null }] },
    { inntektsmottaker: [...BOTH, { personidentifikator: '03830312345', skjermet: true }] },
    { inntektsmottaker: BOTH, link: [{ rel: 'next' }] },
  ]) {
    const { identifikatorer, isWhole } = await listOf(body)
    assert.deepEqual(identifikatorer, [KARI, OLA])
    assert.equal(isWhole, false, JSON.stringify(Object.keys(body)))
  }
  const { identifikatorer, isWhole, skjermet } = await listOf({ skjermet: true })
  assert.deepEqual([identifikatorer, isWhole, skjermet], [[], false, true])
})

test('"no data" is a list without anybody', async () => {
  const { svar } = await answered(404, { kode: 'IM-007', melding: 'Ingen data' })
  assert.deepEqual(svar, { kind: 'inntektsmottakere', mottakere: NO_INNTEKTSMOTTAKERE })
})

for (const [status, kode, code] of [
  [500, 'IM-001', 'SERVER_ERROR'],
  [500, 'IM-002', 'SERVER_ERROR'],
  [404, 'IM-003', 'WRONG_ADDRESS'],
  [401, 'IM-004', 'UNAUTHENTICATED'],
  [403, 'IM-005', 'FORBIDDEN'],
  [400, 'IM-006', 'REJECTED'],
  // "No data" of the Inntekt API is the 406 of this one.
  [404, 'IM-008', 'UNEXPECTED_ANSWER'],
  [406, 'IM-008', 'REJECTED'],
] as const) {
  test(`P8: ${status} with ${kode} is ${code}, not a list`, async () => {
    const fault = await faultOf(answered(status, { kode, melding: 'Noe' }))
    assert.equal(fault.code, code)
  })
}

test('P8: what is about another, or has another shape, is a fault that quotes nothing', async () => {
  for (const body of [
    '{}',
    `{"inntektsmottaker":[{"personidentifikator":"${KARI}"}]}`,
    { opplysningspliktig: { norskIdentifikator: '310000019' }, inntektsmottaker: BOTH },
    OF_PLIKTIG,
    { ...OF_PLIKTIG, inntektsmottaker: {} },
    { ...OF_PLIKTIG, inntektsmottaker: [KARI] },
    { ...OF_PLIKTIG, inntektsmottaker: [{ personidentifikator: Number(KARI) }] },
    { ...OF_PLIKTIG, inntektsmottaker: [{ personidentifikator: `${KARI}1` }] },
    { ...OF_PLIKTIG, inntektsmottaker: BOTH, fraOgMed: '2020' },
    { ...OF_PLIKTIG, inntektsmottaker: BOTH, fraOgMed: '2021-05', tilOgMed: '2021-04' },
    [OF_PLIKTIG],
    { kode: 'IM-001', melding: 'Noe' },
  ]) {
    const fault = await faultOf(answered(200, body))
    isFault(fault, 'UNEXPECTED_ANSWER', /^look-up in inntektsmottakere: the API answered 200/)
    assert.ok(!inspect(fault).includes(KARI.slice(0, 9)))
  }
})
