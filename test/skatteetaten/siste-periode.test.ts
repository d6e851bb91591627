import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { test } from 'node:test'
import type { Stier } from '../../src/domain/katalog.ts'
import { sistetilgjengeligeskatteoppgjoer as siste } from '../../src/katalog/oppslag/sistetilgjengeligeskatteoppgjoer.ts'
import { createHttp } from '../../src/skatteetaten/client.ts'
import { lookUp } from '../../src/skatteetaten/look-up.ts'
import { KARI, OLA } from '../support/builders.ts'
import { accessTo, nokkel } from './entries.ts'
import { faultOf, isFault } from './faults.ts'
import { always, serve } from './server.ts'

const [SCOPE = ''] = siste.scopes

async function answered(status: number, body: unknown, stier: Stier = '2024') {
  await using server = await serve(
    always(status, typeof body === 'string' ? body : JSON.stringify(body)),
  )
  const http = createHttp({ connectionsPerOrigin: 5 })
  try {
    const asked = nokkel({ gjelderPeriode: '', oppslag: siste.id })
    const never = new AbortController().signal
    const access = { ...accessTo(server.url, http), stier }
    const svar = await lookUp(access, siste, SCOPE, null, asked, never)
    return { svar, path: server.calls[0]?.path ?? '' }
  } finally {
    await http.close()
  }
}

const OF_KARI = { personidentifikator: KARI, ressursId: 'skattegrunnlag' }

test('the documented example is a year, in both forms of the address', async () => {
  const body = { ...OF_KARI, sisteTilgjengeligePeriode: '2021', nyttFelt: 1 }
  const now = await answered(200, body)
  assert.deepEqual(now.svar, { kind: 'siste_periode', aar: '2021' })
  assert.match(now.path, new RegExp(`/v1/${KARI}$`))

  const before = await answered(200, body, '2022')
  assert.deepEqual(before.svar, now.svar)
  assert.match(before.path, new RegExp(`/api/skatt/tilgjengeligdata/${KARI}/skattegrunnlag$`))
})

test('"no data" by the code of either time, and what is skjermet, is no year', async () => {
  for (const kode of ['TD-004', 'TD-005']) {
    const { svar } = await answered(404, { kode, melding: 'Ingen' })
    assert.deepEqual(svar, { kind: 'siste_periode', aar: null })
  }
  const { svar } = await answered(200, { ...OF_KARI, skjermet: true })
  assert.deepEqual(svar, { kind: 'siste_periode', aar: null })
})

for (const [status, kode, code] of [
  [500, 'TD-001', 'SERVER_ERROR'],
  [401, 'TD-002', 'UNAUTHENTICATED'],
  [400, 'TD-003', 'REJECTED'],
  [406, 'TD-005', 'REJECTED'],
  // Before they were renumbered.
  [500, 'TD-003', 'SERVER_ERROR'],
  [400, 'TD-011', 'REJECTED'],
] as const) {
  test(`${status} with ${kode} is ${code}, not a year`, async () => {
    const fault = await faultOf(answered(status, { kode, melding: 'Noe' }))
    assert.equal(fault.code, code)
  })
}

test('P8: what is about another, or has another shape, is a fault that quotes nothing', async () => {
  for (const body of [
    { ...OF_KARI, personidentifikator: OLA, sisteTilgjengeligePeriode: '2021' },
    { sisteTilgjengeligePeriode: '2021' },
    OF_KARI,
    { ...OF_KARI, sisteTilgjengeligePeriode: 2021 },
    { ...OF_KARI, sisteTilgjengeligePeriode: '2021-01' },
    [OF_KARI],
  ]) {
    const fault = await faultOf(answered(200, body))
    isFault(fault, 'UNEXPECTED_ANSWER', /^look-up in sistetilgjengeligeskatteoppgjoer/)
    for (const person of [KARI, OLA]) assert.ok(!inspect(fault).includes(person))
  }
})
