import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Stier } from '../../src/domain/katalog.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'

const { lister, oppslag } = loadKatalog()

/** As the pages of api-dokumentasjon have them: what a status and code mean for that oppslag. */
const MEANINGS: readonly (readonly [string, number, string, 'slettet' | 'ingen_data' | null])[] = [
  ['inntekt', 404, 'IM-007', 'ingen_data'],
  // No 410 here: this code is the deletion too, told apart by asking once more.
  ['inntekt', 404, 'IM-008', 'ingen_data'],
  ['inntekt', 406, 'IM-008', null],
  ['inntekt', 404, 'IM-003', null],
  // The same letters as Inntekt, and other numbers.
  ['inntektsmottakere', 404, 'IM-007', 'ingen_data'],
  ['inntektsmottakere', 404, 'IM-008', null],
  ['inntektsmottakere', 406, 'IM-008', null],
  // Renumbered: the 404 that was, and the 406 that it is now.
  ['sistetilgjengeligeskatteoppgjoer', 404, 'TD-004', 'ingen_data'],
  ['sistetilgjengeligeskatteoppgjoer', 404, 'TD-005', 'ingen_data'],
  ['sistetilgjengeligeskatteoppgjoer', 406, 'TD-005', null],
  ['naeringsspesifikasjon', 410, 'NS-010', 'slettet'],
  ['naeringsspesifikasjon', 422, 'NS-011', null],
  ['skattepliktig', 404, 'SKATTEPLIKTIG-008', 'ingen_data'],
  ['summertskattegrunnlag', 404, 'SSG-008', 'ingen_data'],
  ['summertskattegrunnlag', 410, 'SSG-011', 'slettet'],
  // Until a consent error took the number, this was the 410.
  ['summertskattegrunnlag', 410, 'SSG-010', 'slettet'],
  ['summertskattegrunnlag', 403, 'SSG-010', null],
  ['summertskattegrunnlag-fastsatt', 410, 'SSG-011', 'slettet'],
  // 008 is the 406 of these APIs, and 009 the unknown identifikator.
  ['beregnetskatt', 404, 'BSA-007', 'ingen_data'],
  ['beregnetskatt', 404, 'BSA-009', 'ingen_data'],
  ['beregnetskatt', 406, 'BSA-008', null],
  ['avregning', 404, 'AR-009', 'ingen_data'],
  ['skatteplikt', 404, 'SP-008', 'ingen_data'],
  ['pensjonsgivendeinntekt', 404, 'PIA-008', 'ingen_data'],
  ['beregnetskattupersonlig', 410, 'BUP-010', 'slettet'],
  ['summertskattegrunnlagupersonlig', 410, 'SSU-010', 'slettet'],
  ['skatteberegningsgrunnlagupersonlig', 410, 'SBU-010', 'slettet'],
  ['skattepliktupersonlig', 410, 'SUP-010', 'slettet'],
  ['skattemelding-fastsatt', 404, 'SM-009', 'ingen_data'],
  ['skattemelding-utkast', 410, 'SM-010', 'slettet'],
  ['skattemelding-upersonlig', 410, 'SMU-010', 'slettet'],
  ['skattemelding-upersonlig', 422, 'SMU-011', null],
  ['tilleggsskatt', 404, 'TSA-008', 'ingen_data'],
  ['pensjonsgivende-inntekt-folketrygden', 404, 'PGIF-008', 'ingen_data'],
  // Renumbered in 2023: the 404 that it was, the 406 that it is.
  ['pensjonsgivende-inntekt-folketrygden', 404, 'PGIF-009', 'ingen_data'],
  ['pensjonsgivende-inntekt-folketrygden', 406, 'PGIF-009', null],
  ['formuesobjekt-fast-eiendom', 404, 'FFE-007', 'ingen_data'],
  ['formuesobjekt-fast-eiendom', 403, 'FFE-005', null],
  ['skatteetatenregistrert-selskap', 404, 'SRS-008', 'ingen_data'],
  ['selskapsmelding', 406, 'SME-010', 'slettet'],
  ['selskapsmelding', 410, 'SME-010', 'slettet'],
  ['selskapsmelding', 406, 'SME-009', null],
  ['opplysningspliktig', 406, 'OAF-009', 'slettet'],
  ['opplysningspliktig', 410, 'OAF-009', 'slettet'],
  ['opplysningspliktig', 406, 'OAF-008', null],
  ['underenhet-a-ordningen', 410, 'UFA-009', 'slettet'],
  ['mva-melding', 404, 'MVA-007', 'ingen_data'],
  ['mva-register-avgiftssubjekt', 404, 'MRA-007', 'ingen_data'],
  ['formuesgrunnlag-eiendomsskatt', 404, 'FGS-007', 'ingen_data'],
  ['arbeidsforhold', 404, 'ARBEIDSFORHOLD-007', 'ingen_data'],
]

test('documented answers mean what their API says', () => {
  for (const [id, status, kode, betyr] of MEANINGS) {
    const svar = oppslag.get(id)?.svar.find((one) => one.status === status && one.kode === kode)
    assert.equal(svar?.betyr ?? null, betyr, `${id} ${status} ${kode}`)
  }
})

// 003 is an unknown address and 006 wrong input in nearly every family, whatever else is renumbered.
const OWN_NUMBERS: Readonly<Record<string, readonly string[]>> = {
  'pensjonsgivende-inntekt-folketrygden': ['PGIF-006'],
  sistetilgjengeligeskatteoppgjoer: ['TD-004', 'TD-005'],
}

test('no shared code of an API means that data is gone', () => {
  for (const { id, svar } of oppslag.values()) {
    const shared = svar.filter(({ kode }) => /-00[1-6]$/.test(kode)).map(({ kode }) => kode)
    assert.deepEqual(shared, OWN_NUMBERS[id] ?? [], id)
  }
})

test('a status and code has one meaning, in the letters of its API', () => {
  for (const { id, svar, feilkoder } of oppslag.values()) {
    const seen = svar.map(({ status, kode }) => `${status} ${kode}`)
    assert.equal(new Set(seen).size, seen.length, id)
    for (const { kode } of svar) assert.ok(kode.startsWith(`${feilkoder}-`), `${id} ${kode}`)
  }
})

test('deletions come with 410, except where the API says 406', () => {
  const with406 = [...oppslag.values()].flatMap(({ svar }) =>
    svar.filter(({ status, betyr }) => betyr === 'slettet' && status !== 410),
  )
  assert.deepEqual(
    with406.map(({ status, kode }) => [status, kode]),
    [
      [406, 'OAF-009'],
      [406, 'SME-010'],
    ],
  )
})

test('the end of a list is FA-005, except on lists with the codes of their oppslag', () => {
  const own = new Set([
    'arbeidsforhold',
    'formuesgrunnlag-eiendomsskatt',
    'formuesobjekt-fast-eiendom',
    'mva-melding',
    'mva-register-avgiftssubjekt',
    'underenhet-a-ordningen',
  ])
  for (const { id, feilkoder, ingenHendelser } of lister.values()) {
    const letters = own.has(id) ? oppslag.get(id)?.feilkoder : 'FA'
    assert.equal(feilkoder, letters, id)
    assert.deepEqual(ingenHendelser, [`${letters}-${own.has(id) ? '007' : '005'}`], id)
  }
})

test('lists name their fields as usual, except where the API differs', () => {
  const usual = {
    identifikator: 'identifikator',
    gjelderPeriode: 'gjelderPeriode',
    hendelsetype: 'hendelsetype',
  }
  const differing: Readonly<Record<string, unknown>> = {
    'mva-melding': { ...usual, identifikator: 'referanse' },
    'skatteetatenregistrert-selskap': { ...usual, gjelderPeriode: null },
    'formuesobjekt-fast-eiendom': {
      identifikator: 'hendelseidentifikator',
      gjelderPeriode: null,
      hendelsetype: 'hendelsestype',
    },
  }
  for (const { id, felt } of lister.values()) assert.deepEqual(felt, differing[id] ?? usual, id)
})

function sti(id: string, form: Stier) {
  return oppslag.get(id)?.adresser[form]?.sti
}

test('the addresses that differ from the usual form are those of the documents', () => {
  assert.equal(
    sti('inntekt', '2024'),
    '/v1/{rettighetspakke}/{identifikator}/inntekter?fraOgMed={fraOgMed}&tilOgMed={tilOgMed}',
  )
  assert.equal(
    sti('inntekt', '2022'),
    '/api/innrapportert/inntektsmottaker/{rettighetspakke}/{identifikator}/oppgave/inntekt' +
      '?fraOgMed={fraOgMed}&tilOgMed={tilOgMed}',
  )
  assert.equal(
    sti('summertskattegrunnlag', '2024'),
    '/v2/oppgjoer/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
  )
  // Rettighetspakke came with the new hosts.
  assert.equal(
    sti('pensjonsgivendeinntekt', '2022'),
    '/api/formueinntekt/pensjonsgivendeinntekt/{gjelderPeriode}/{identifikator}',
  )
  assert.equal(
    sti('skattepliktig', '2022'),
    '/api/part/skattepliktig/{rettighetspakke}/{identifikator}',
  )
})

test('a host is named as its API, except where the documents differ', () => {
  const differing: Readonly<Record<string, string>> = {
    'mva-register-avgiftssubjekt': 'mvaregister',
    'pensjonsgivende-inntekt-folketrygden': 'pgiforfolketrygden',
    pensjonsgivendeinntekt: 'pgi',
  }
  const stadier: Readonly<Record<string, string>> = {
    'skattemelding-fastsatt': 'skattemelding',
    'skattemelding-utkast': 'skattemelding',
    'summertskattegrunnlag-fastsatt': 'summertskattegrunnlag',
  }
  for (const { id, vert } of oppslag.values()) {
    assert.equal(vert, stadier[id] ?? differing[id] ?? id.replaceAll('-', ''))
  }
  for (const { id, vert } of lister.values()) {
    assert.equal(vert, `${differing[id] ?? id.replaceAll('-', '')}hendelser`)
  }
})
