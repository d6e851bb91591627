import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EGEN } from '../../src/domain/ids.ts'
import {
  type ExpectedKilde,
  newRettighetspakker,
  sharedOppslag,
  sourceProblems,
} from '../../src/follow/source.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import type { Kilde, StoredKilde } from '../../src/store/position.ts'
import { LISTE, OPPSLAG } from '../support/builders.ts'

const KILDE: Kilde = {
  adresse: 'https://a.test/v1/hendelser',
  klient: 'one',
  rettighetspakker: { [OPPSLAG]: 'nav' },
}

function expected(startdato: string | null, id = LISTE): ExpectedKilde {
  const { lister, oppslag } = loadKatalog()
  const liste = lister.get(id)
  const looked = oppslag.get(OPPSLAG)
  assert.ok(liste && looked)
  const fulgt = {
    konsument: EGEN,
    liste,
    scope: 's',
    startdato,
    lesPlan: '* * * * *',
    oppslag: [{ oppslag: looked, scope: 's', rettighetspakke: 'nav' }],
  }
  return { fulgt, kilde: KILDE }
}

function stored(changes: Partial<Kilde> = {}): StoredKilde {
  return { konsument: EGEN, liste: LISTE, kilde: { ...KILDE, ...changes } }
}

test('P14: a list that has neither a posisjon nor a STARTDATO is not begun', () => {
  const [problem, ...others] = sourceProblems([expected(null)], [])

  assert.match(problem ?? '', /^skatteoppgjoer: .*set STARTDATO__SKATTEOPPGJOER/)
  assert.deepEqual(others, [])
})

test('a list goes on from its posisjon, or begins at its STARTDATO', () => {
  assert.deepEqual(sourceProblems([expected(null)], [stored()]), [])
  assert.deepEqual(sourceProblems([expected('2024-01-01')], []), [])
})

test("P14: another konsument's or list's posisjon is not this list's", () => {
  const others = [
    { ...stored(), konsument: '310000001' },
    { ...stored(), liste: 'inntekt' },
  ]
  assert.equal(sourceProblems([expected(null)], others).length, 1)
})

for (const [what, changes, message] of [
  ['at another address', { adresse: 'https://b.test/v1/hendelser' }, /taken at https:\/\/b\.test/],
  ['by another client', { klient: 'two' }, /taken by the client two, the settings say one/],
  [
    'with another rettighetspakke',
    { rettighetspakker: { [OPPSLAG]: 'ssb' } },
    /rettighetspakke of summertskattegrunnlag ssb, the settings say nav/,
  ],
] as const) {
  test(`P14: a posisjon that was taken ${what} is refused`, () => {
    const problems = sourceProblems([expected('2024-01-01')], [stored(changes)])

    assert.equal(problems.length, 1)
    assert.match(problems[0] ?? '', message)
  })
}

test('an oppslag that is added later belongs to the posisjon from then on', () => {
  const before = { ...KILDE, rettighetspakker: { avregning: 'nav' } }

  assert.deepEqual(sourceProblems([expected(null)], [stored(before)]), [])
  assert.deepEqual(newRettighetspakker(KILDE, before), { [OPPSLAG]: 'nav' })
})

test('an oppslag that two lists lead to is refused', () => {
  const both = [expected('0'), expected('0', 'inntekt')].map(({ fulgt }) => fulgt)

  assert.equal(sharedOppslag(both).length, 1)
  assert.deepEqual(sharedOppslag(both.slice(1)), [])
})
