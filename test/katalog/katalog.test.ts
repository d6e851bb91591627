import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { STIER, type Stier, tableName } from '../../src/domain/katalog.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'

const { lister, oppslag } = loadKatalog()
const LISTER = [...lister.values()]
const OPPSLAG = [...oppslag.values()]

/** The lists of the documentation of December 2022 and their paths on the shared host. */
const LISTER_2022: Readonly<Record<string, string>> = {
  inntekt: '/api/innrapportert/inntektsmottaker/hendelser/',
  'mva-melding': '/api/merverdiavgift/mvamelding/hendelser/',
  'mva-register-avgiftssubjekt': '/api/merverdiavgift/mvaregister/avgiftssubjekter/hendelser/',
  naeringsspesifikasjon: '/api/formueinntekt/naeringsspesifikasjon/v1/hendelser/',
  skattepliktig: '/api/part/skattepliktig/hendelser/',
  skatteoppgjoer: '/api/formueinntekt/skatteoppgjoer/hendelser/',
  'skattemelding-fastsatt': '/api/formueinntekt/skattemelding/fastsatt/hendelser/',
  'skattemelding-upersonlig': '/api/formueinntekt/skattemeldingupersonlig/fastsatt/hendelser/',
  'skattemelding-utkast': '/api/formueinntekt/skattemelding/utkast/hendelser/',
  tilleggsskatt: '/api/formueinntekt/tilleggsskatt/hendelser/',
}

/** One of the eleven too, but no document gives its path of 2022. */
const SKATTEOPPGJOER_UPERSONLIG = 'skatteoppgjoer-upersonlig'

const NEWER_LISTER = [
  'pensjonsgivende-inntekt-folketrygden',
  'formuesobjekt-fast-eiendom',
  'skatteetatenregistrert-selskap',
  'formuesgrunnlag-eiendomsskatt',
  'selskapsmelding',
  'opplysningspliktig',
  'underenhet-a-ordningen',
  'arbeidsforhold',
]

test('the katalog has the eleven lists of 2022 and the eight newer ones, and no others', () => {
  assert.deepEqual(
    new Set(lister.keys()),
    new Set([...Object.keys(LISTER_2022), SKATTEOPPGJOER_UPERSONLIG, ...NEWER_LISTER]),
  )
})

test('every file of an entry is in the katalog under its own name', () => {
  for (const [folder, entries] of [
    ['lister', lister],
    ['oppslag', oppslag],
  ] as const) {
    const files = readdirSync(new URL(`../../src/katalog/${folder}/`, import.meta.url))
    const ids = files.filter((file) => file !== 'index.ts').map((file) => file.replace('.ts', ''))
    assert.deepEqual(new Set(entries.keys()), new Set(ids))
  }
})

function untouched(ids: Iterable<string>) {
  return Object.fromEntries([...ids].map((id) => [id, {}]))
}

test('every built-in entry passes the schema and the rules that entries of KATALOG_FIL must pass', () => {
  const tekst = JSON.stringify({
    lister: untouched(lister.keys()),
    oppslag: untouched(oppslag.keys()),
  })
  assert.deepEqual(loadKatalog({ navn: 'all', tekst }), { lister, oppslag })
})

test('a scope that opens an oppslag also opens the list that leads to it', () => {
  for (const liste of LISTER) {
    for (const id of liste.oppslag) {
      const scopes = oppslag.get(id)?.scopes ?? []
      assert.ok(
        scopes.some((scope) => liste.scopes.includes(scope)),
        `${liste.id} -> ${id}`,
      )
    }
  }
})

test('every oppslag is reached from a list, except those that are no opplysninger', () => {
  const stored = OPPSLAG.filter(({ gir }) => gir === undefined)
  assert.deepEqual(
    new Set(LISTER.flatMap((liste) => liste.oppslag)),
    new Set(stored.map(({ id }) => id)),
  )
  assert.deepEqual(
    OPPSLAG.flatMap(({ id, gir }) => (gir === undefined ? [] : [[id, gir]])),
    [
      ['inntektsmottakere', 'inntektsmottakere'],
      ['sistetilgjengeligeskatteoppgjoer', 'siste_periode'],
    ],
  )
})

test('skatteoppgjoer leads to five oppslag', () => {
  assert.deepEqual(lister.get('skatteoppgjoer')?.oppslag, [
    'summertskattegrunnlag',
    'beregnetskatt',
    'avregning',
    'skatteplikt',
    'pensjonsgivendeinntekt',
  ])
})

test('no two oppslag have the same table', () => {
  const tables = OPPSLAG.map(({ id }) => tableName(id))
  assert.equal(new Set(tables).size, tables.length)
})

function vert(id: string) {
  return oppslag.get(id)?.vert
}

// The five slots are counted per vert: were these apart, ten calls would be in flight at one API.
test('stadier of one API share its vert', () => {
  assert.equal(vert('summertskattegrunnlag'), vert('summertskattegrunnlag-fastsatt'))
  assert.equal(vert('skattemelding-fastsatt'), vert('skattemelding-utkast'))
  assert.equal(new Set(OPPSLAG.map((one) => one.vert)).size, OPPSLAG.length - 2)
})

test('the lists of 2022 have the paths of 2022', () => {
  for (const [id, sti] of Object.entries(LISTER_2022)) {
    assert.deepEqual(lister.get(id)?.adresser['2022'], { sti, bekreftet: true }, id)
  }
  assert.equal(lister.get(SKATTEOPPGJOER_UPERSONLIG)?.adresser['2022']?.bekreftet, false)
})

test('a list with a host of its own is at /v1/hendelser there', () => {
  const stier = LISTER.map(({ adresser }) => adresser['2024']?.sti).filter((sti) => sti)
  assert.deepEqual(new Set(stier), new Set(['/v1/hendelser']))
  assert.equal(stier.length, 14)
})

function confirmed(entries: typeof LISTER | typeof OPPSLAG, stier: Stier): Set<string> {
  return new Set(entries.filter((one) => one.adresser[stier]?.bekreftet).map((one) => one.id))
}

// Users are told which paths are only inferred: a path is confirmed here first, with its source.
test('only the paths that somebody has documented or been seen to use are confirmed', () => {
  assert.deepEqual(
    confirmed(LISTER, '2024'),
    new Set([
      'pensjonsgivende-inntekt-folketrygden',
      'formuesobjekt-fast-eiendom',
      'skatteetatenregistrert-selskap',
    ]),
  )
  assert.deepEqual(
    confirmed(OPPSLAG, '2024'),
    new Set([
      'inntekt',
      'summertskattegrunnlag',
      'summertskattegrunnlag-fastsatt',
      'pensjonsgivende-inntekt-folketrygden',
      'sistetilgjengeligeskatteoppgjoer',
      'formuesobjekt-fast-eiendom',
      'skatteetatenregistrert-selskap',
    ]),
  )
  assert.deepEqual(confirmed(LISTER, '2022'), new Set(Object.keys(LISTER_2022)))
  assert.deepEqual(
    confirmed(OPPSLAG, '2022'),
    new Set([
      'inntekt',
      'inntektsmottakere',
      'naeringsspesifikasjon',
      'skattepliktig',
      'sistetilgjengeligeskatteoppgjoer',
      'summertskattegrunnlag',
      'beregnetskatt',
      'skatteplikt',
      'pensjonsgivendeinntekt',
      'skattemelding-fastsatt',
      'skattemelding-utkast',
      'skattemelding-upersonlig',
      'pensjonsgivende-inntekt-folketrygden',
    ]),
  )
})

test('an unknown path is null in both forms, not a guess', () => {
  const unknown = OPPSLAG.filter(({ adresser }) => STIER.every((form) => adresser[form] === null))
  assert.deepEqual(
    new Set(unknown.map(({ id }) => id)),
    new Set([
      'mva-melding',
      'mva-register-avgiftssubjekt',
      'formuesgrunnlag-eiendomsskatt',
      'selskapsmelding',
      'opplysningspliktig',
      'underenhet-a-ordningen',
      'arbeidsforhold',
    ]),
  )
})
