import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'

import { Fault } from '../../src/domain/errors.ts'
import { sekvensnummer } from '../../src/domain/ids.ts'
import { oppslagSchema } from '../../src/domain/katalog.ts'
import {
  addressTemplate,
  type Base,
  lookUpAddress,
  pageAddress,
  startAddress,
} from '../../src/skatteetaten/address.ts'
import { liste, nokkel, oppslag, sti } from './entries.ts'
import { faultIn, isFault } from './faults.ts'

const BASE: Base = { url: 'https://{vert}.api.example.org', stier: '2024' }
const WHAT = 'look-up in x'

test('a look-up has the host label, the rettighetspakke and the nøkkel in its address', () => {
  assert.equal(
    lookUpAddress(BASE, oppslag(), 'nav', nokkel(), WHAT),
    'https://summertskattegrunnlag.api.example.org/v2/oppgjoer/nav/2023/01810112345',
  )
})

test('the shared host of 2022 has no host label', () => {
  const entry = liste({
    adresser: { '2024': null, '2022': { sti: '/api/x/hendelser/', bekreftet: true } },
  })
  const base: Base = { url: 'https://api.example.org', stier: '2022' }
  assert.equal(
    pageAddress(base, entry, sekvensnummer(4711n), 1_000, WHAT),
    'https://api.example.org/api/x/hendelser/?fraSekvensnummer=4711&antall=1000',
  )
  assert.equal(
    startAddress(base, entry, '2024-12-31', WHAT),
    'https://api.example.org/api/x/hendelser/start?dato=2024-12-31',
  )
})

test('a sekvensnummer beyond 2^53 is exact in the address', () => {
  const fra = sekvensnummer(9_007_199_254_740_993n)
  assert.match(pageAddress(BASE, liste(), fra, 1, WHAT), /\?fraSekvensnummer=9007199254740993&/)
})

const INNTEKT = oppslag({
  adresser: sti(
    '/v1/{rettighetspakke}/{identifikator}/inntekter?fraOgMed={fraOgMed}&tilOgMed={tilOgMed}',
  ),
  periode: 'maaned',
})

for (const [gjelderPeriode, query] of [
  ['2018', 'fraOgMed=2018-01&tilOgMed=2018-12'],
  ['2023-01', 'fraOgMed=2023-01&tilOgMed=2023-01'],
  ['2023-12', 'fraOgMed=2023-12&tilOgMed=2023-12'],
] as const) {
  test(`gjelderPeriode ${gjelderPeriode} is asked for as ${query}`, () => {
    const url = lookUpAddress(BASE, INNTEKT, 'nav', nokkel({ gjelderPeriode }), WHAT)
    assert.equal(new URL(url).search, `?${query}`)
  })
}

for (const gjelderPeriode of [
  '2023-13',
  '2023-00',
  '23',
  '2023-1',
  '2023-01-01',
  '2023-01\n',
  'x',
]) {
  test(`gjelderPeriode ${JSON.stringify(gjelderPeriode)} is no months`, () => {
    const fault = faultIn(() =>
      lookUpAddress(BASE, INNTEKT, 'nav', nokkel({ gjelderPeriode }), WHAT),
    )
    isFault(fault, 'UNASKABLE', /^look-up in x: .* is neither a year nor a month$/)
  })
}

test('a nøkkel without the period that its oppslag needs is UNASKABLE', () => {
  for (const periode of ['aar', 'maaned'] as const) {
    const entry = oppslag({ adresser: sti('/v1/{identifikator}'), periode })
    const fault = faultIn(() =>
      lookUpAddress(BASE, entry, null, nokkel({ gjelderPeriode: '' }), WHAT),
    )
    isFault(fault, 'UNASKABLE', /^look-up in x: the nøkkel has no gjelderPeriode$/)
  }
})

test('an oppslag without periods needs none', () => {
  const entry = oppslag({ adresser: sti('/v1/{identifikator}'), periode: 'ingen' })
  const url = lookUpAddress(BASE, entry, null, nokkel({ gjelderPeriode: '' }), WHAT)
  assert.equal(new URL(url).pathname, '/v1/01810112345')
})

// Clients and servers drop these segments, and the call would be about something else.
for (const identifikator of ['', '.', '..', '\uD800']) {
  test(`the identifikator ${JSON.stringify(identifikator)} is UNASKABLE`, () => {
    const fault = faultIn(() =>
      lookUpAddress(BASE, oppslag(), 'nav', nokkel({ identifikator }), WHAT),
    )
    isFault(fault, 'UNASKABLE', /^look-up in x: the nøkkel's identifikator can't be part/)
  })
}

for (const identifikator of [
  '../x',
  '?a=b',
  '#a',
  '%2e%2e',
  '..%2f',
  'a/b',
  'a\\b',
  ';a',
  '{identifikator}',
  '$&',
]) {
  test(`the identifikator ${identifikator} stays one segment`, () => {
    const url = lookUpAddress(BASE, oppslag(), 'nav', nokkel({ identifikator }), WHAT)
    assert.equal(decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? ''), identifikator)
  })
}

const STRUCTURE = ['.', '/', '\\', '?', '#', '%', ';', ':', '@', '&', '=', '+', ' ', '\n']

test('no identifikator changes the structure of an address', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...STRUCTURE) }),
  )
  fc.assert(
    fc.property(text, text, (identifikator, gjelderPeriode) => {
      try {
        const asked = lookUpAddress(
          BASE,
          oppslag(),
          'nav',
          nokkel({ identifikator, gjelderPeriode }),
          WHAT,
        )
        const url = new URL(asked)
        assert.equal(url.href, asked)
        assert.equal(url.origin, 'https://summertskattegrunnlag.api.example.org')
        assert.deepEqual(url.pathname.split('/').slice(0, 4), ['', 'v2', 'oppgjoer', 'nav'])
        assert.deepEqual(url.pathname.split('/').slice(4).map(decodeURIComponent), [
          gjelderPeriode,
          identifikator,
        ])
        assert.equal(url.search + url.hash, '')
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        assert.equal(error.code, 'UNASKABLE')
        assert.doesNotMatch(error.message, /[^\x20-\x7eø]/)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a sti that the katalog does not know is WRONG_ADDRESS, and says where to give it', () => {
  const entry = oppslag({ adresser: { '2024': null, '2022': null } })
  const fault = faultIn(() => lookUpAddress(BASE, entry, 'nav', nokkel(), WHAT))
  isFault(fault, 'WRONG_ADDRESS', /no sti of the 2024 form\. Give it in KATALOG_FIL$/)
})

test('a sti whose rettighetspakke is not set is WRONG_ADDRESS', () => {
  const fault = faultIn(() => lookUpAddress(BASE, oppslag(), null, nokkel(), WHAT))
  isFault(fault, 'WRONG_ADDRESS', /needs a rettighetspakke\. Set RETTIGHETSPAKKE/)
})

test('the template of an address has no values', () => {
  assert.equal(
    addressTemplate(BASE, oppslag(), WHAT),
    'https://summertskattegrunnlag.api.example.org/v2/oppgjoer/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
  )
})

// A token goes where the address leads: KATALOG_FIL may move a path, and never to another host.
test('nothing that the katalog takes leads to another host', () => {
  const hostile = fc.constantFrom('evil.example.com', 'a.b', 'a/', 'a@b', 'a:80', 'a#', 'a?', '..')
  const vert = fc.oneof(hostile, fc.string({ unit: 'binary-ascii', minLength: 1 }))
  const path = fc.oneof(
    fc.constantFrom('//evil.example.com/', '/@evil.example.com', '/../../x', '.evil.example.com/'),
    fc.string({ unit: 'binary-ascii' }),
    fc.string({ unit: 'binary-ascii' }).map((text) => `/${text}`),
  )
  fc.assert(
    fc.property(vert, path, (label, text) => {
      const entry = oppslagSchema.safeParse({ ...oppslag({ adresser: sti(text) }), vert: label })
      if (!entry.success) return
      const { hostname } = new URL(addressTemplate(BASE, entry.data, WHAT))
      assert.equal(hostname, `${label}.api.example.org`)
    }),
  )
})
