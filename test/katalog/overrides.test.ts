import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from '../../src/domain/errors.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'

function load(content: unknown) {
  return loadKatalog({ navn: '/etc/k.json', tekst: JSON.stringify(content) })
}

/** The problems of a file, without the name that each of them starts with. */
function problemsOf(tekst: string): readonly string[] {
  const start = 'KATALOG_FIL=/etc/k.json: '
  try {
    loadKatalog({ navn: '/etc/k.json', tekst })
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.problems.map((problem) => {
      assert.ok(problem.startsWith(start) && !problem.includes('\n'), problem)
      return problem.slice(start.length)
    })
  }
}

function problems(content: unknown): readonly string[] {
  return problemsOf(JSON.stringify(content))
}

function mvaMelding(changes: unknown): readonly string[] {
  return problems({ oppslag: { 'mva-melding': changes } })
}

function withSti(sti: string) {
  return { adresser: { '2024': { sti, bekreftet: true } } }
}

const NEW_OPPSLAG = {
  tittel: 'Restskatt API',
  vert: 'restskatt',
  scopes: ['skatteetaten:restskatt'],
  rettighetspakker: ['ssb'],
  adresser: {
    '2024': {
      sti: '/v1/{rettighetspakke}/{gjelderPeriode}/{identifikator}',
      bekreftet: true,
    },
    '2022': null,
  },
  periode: 'aar',
  feilkoder: 'RS',
  svar: [{ status: 410, kode: 'RS-010', betyr: 'slettet' }],
  kilde: 'our agreement',
}

const NEW_LISTE = {
  tittel: 'Restskatt hendelser API',
  vert: 'restskatthendelser',
  scopes: ['skatteetaten:restskatt'],
  adresser: { '2024': { sti: '/v1/hendelser', bekreftet: true }, '2022': null },
  felt: { identifikator: 'identifikator', gjelderPeriode: null, hendelsetype: 'hendelsetype' },
  feilkoder: 'FA',
  ingenHendelser: ['FA-005'],
  oppslag: ['restskatt'],
  kilde: 'our agreement',
}

test('an override changes the field that it names and no other', () => {
  const before = loadKatalog().oppslag.get('mva-melding')
  const adresse = { sti: '/v1/{rettighetspakke}/{identifikator}', bekreftet: true }
  const after = load({ oppslag: { 'mva-melding': { adresser: { '2024': adresse } } } })

  assert.deepEqual(after.oppslag.get('mva-melding'), {
    ...before,
    adresser: { '2024': adresse, '2022': null },
  })
  assert.deepEqual(loadKatalog().oppslag.get('mva-melding'), before)
})

test('within an adresse a single field can be overridden', () => {
  const { lister } = load({ lister: { inntekt: { adresser: { '2024': { bekreftet: true } } } } })
  assert.deepEqual(lister.get('inntekt')?.adresser, {
    '2024': { sti: '/v1/hendelser', bekreftet: true },
    '2022': { sti: '/api/innrapportert/inntektsmottaker/hendelser/', bekreftet: true },
  })
})

test('null takes a path away, and an array replaces the whole array', () => {
  const { lister, oppslag } = load({
    lister: { skatteoppgjoer: { oppslag: ['beregnetskatt'], adresser: { '2022': null } } },
    oppslag: { inntekt: { rettighetspakker: ['nav'] } },
  })
  assert.deepEqual(lister.get('skatteoppgjoer')?.oppslag, ['beregnetskatt'])
  assert.equal(lister.get('skatteoppgjoer')?.adresser['2022'], null)
  assert.deepEqual(oppslag.get('inntekt')?.rettighetspakker, ['nav'])
})

test('a list and an oppslag can be added, in one file, without repeating the id', () => {
  const { lister, oppslag } = load({
    lister: { restskatt: NEW_LISTE },
    oppslag: { restskatt: NEW_OPPSLAG },
  })
  assert.deepEqual(lister.get('restskatt'), { id: 'restskatt', ...NEW_LISTE })
  assert.deepEqual(oppslag.get('restskatt'), { id: 'restskatt', ...NEW_OPPSLAG })
  assert.equal(lister.size, loadKatalog().lister.size + 1)
})

test('an id may be repeated, and an empty file changes nothing', () => {
  assert.deepEqual(load({ lister: { inntekt: { id: 'inntekt' } } }), loadKatalog())
  assert.deepEqual(load({}), loadKatalog())
})

test('a file that is not JSON is told by its place, never by its content', () => {
  assert.deepEqual(problemsOf('{\n  "lister": {},\n}'), ['line 3 column 1 is not JSON'])
  assert.deepEqual(problemsOf('01810112345'), ['line 1 column 2 is not JSON'])
  assert.deepEqual(problemsOf('<html>01810112345'), ['the file is not JSON'])
  assert.deepEqual(problemsOf(''), ['the file is not JSON'])
})

test('the frame of the file must be right', () => {
  assert.deepEqual(problems([]), ['$: expected an object with lister and oppslag, got []'])
  assert.deepEqual(problems({ liste: {}, lister: [], oppslag: null, kommentar: 'x' }), [
    '$.liste: there is no such field here; did you mean lister?',
    '$.kommentar: there is no such field here, only lister, oppslag',
    '$.lister: expected an object with an entry for each id, got []',
    '$.oppslag: expected an object with an entry for each id, got null',
  ])
  assert.deepEqual(problems({ lister: { inntekt: null } }), [
    '$.lister.inntekt: expected object, got null',
  ])
})

test('every wrong value is told with its path, what was expected and what was found', () => {
  const path = '$.oppslag["mva-melding"]'

  assert.deepEqual(mvaMelding({ adresser: { '2024': { sti: 'v1/x', bekreftet: true } } }), [
    `${path}.adresser["2024"].sti: expected a path that starts with /, got "v1/x"`,
  ])
  assert.deepEqual(mvaMelding({ adresser: { '2024': { sti: '/v1/{pakke}/{identifikator}' } } }), [
    `${path}.adresser["2024"].sti: expected only the variables {rettighetspakke}, {identifikator}, {gjelderPeriode}, {fraOgMed}, {tilOgMed}, got "/v1/{pakke}/{identifikator}"`,
    `${path}.adresser["2024"].bekreftet: expected boolean, got nothing`,
  ])
  assert.deepEqual(mvaMelding({ vert: 'a.b', tittel: 7, periode: 'uke', scopes: [] }), [
    `${path}.tittel: expected string, got 7`,
    `${path}.vert: expected a host label: small letters, digits, hyphens, got "a.b"`,
    `${path}.scopes: expected array to have >=1 items, got []`,
    `${path}.periode: expected one of "aar"|"maaned"|"ingen", got "uke"`,
  ])
  assert.deepEqual(mvaMelding({ svar: [{ status: 200, kode: 'MVA-7', betyr: 'borte' }] }), [
    `${path}.svar[0].status: expected number to be >=400, got 200`,
    `${path}.svar[0].kode: expected a feilkode such as SSG-008, got "MVA-7"`,
    `${path}.svar[0].betyr: expected one of "slettet"|"ingen_data", got "borte"`,
  ])
  assert.deepEqual(mvaMelding({ vert: 'A'.repeat(200) }), [
    `${path}.vert: expected a host label: small letters, digits, hyphens, got "${'A'.repeat(99)}…`,
  ])
})

test('a field that does not exist is told with the one that was probably meant', () => {
  const changes = { scope: ['x'], adresser: { '2024': { stl: '/x' } }, svar: [{ merknad: 'x' }] }
  const found = problems({ oppslag: { inntekt: changes } })
  assert.ok(
    found.includes('$.oppslag.inntekt.scope: there is no such field here; did you mean scopes?'),
  )
  assert.ok(
    found.includes(
      '$.oppslag.inntekt.adresser["2024"].stl: there is no such field here; did you mean sti?',
    ),
  )
  assert.ok(
    found.includes(
      '$.oppslag.inntekt.svar[0].merknad: there is no such field here, only status, kode, betyr',
    ),
  )
})

test('an entry of a new id must be whole, and a misspelt id is guessed', () => {
  const { oppslag: _, ...lacking } = NEW_LISTE
  assert.deepEqual(problems({ lister: { skateoppgjoer: lacking } }), [
    '$.lister.skateoppgjoer: is not in the katalog, so it must be whole; did you mean skatteoppgjoer?',
    '$.lister.skateoppgjoer.oppslag: expected array, got nothing',
  ])
  assert.deepEqual(problems({ oppslag: { Restskatt: NEW_OPPSLAG } }), [
    '$.oppslag.Restskatt: is not in the katalog, so it must be whole',
    '$.oppslag.Restskatt.id: expected small letters and digits with single hyphens, got "Restskatt"',
  ])
})

test('an id is that of its place', () => {
  assert.deepEqual(problems({ lister: { inntekt: { id: 'avregning' } } }), [
    '$.lister.inntekt.id: expected the id that the entry stands under, got "avregning"',
  ])
})

test('a list leads only to oppslag that exist', () => {
  assert.deepEqual(problems({ lister: { inntekt: { oppslag: ['inntekt', 'beregnetskat'] } } }), [
    '$.lister.inntekt.oppslag[1]: expected an oppslag of the katalog, got "beregnetskat"; did you mean beregnetskatt?',
  ])
})

test('an oppslag that is wrong in the file is not also missing for its list', () => {
  const wrong = { ...NEW_OPPSLAG, vert: 'Restskatt' }
  assert.deepEqual(problems({ lister: { restskatt: NEW_LISTE }, oppslag: { restskatt: wrong } }), [
    '$.oppslag.restskatt: is not in the katalog, so it must be whole',
    '$.oppslag.restskatt.vert: expected a host label: small letters, digits, hyphens, got "Restskatt"',
  ])
})

// Such paths are well formed, and would store one answer under the names of many.
test('a path without the person or the period that it is about is refused', () => {
  assert.deepEqual(
    problems({
      lister: { inntekt: withSti('/v1/{rettighetspakke}/hendelser') },
      oppslag: {
        avregning: withSti('/v2/{rettighetspakke}/{identifikator}'),
        inntekt: withSti('/v1/{identifikator}/inntekter?fraOgMed={fraOgMed}'),
        'mva-melding': withSti('/v1/{rettighetspakke}/{gjelderPeriode}'),
      },
    }),
    [
      '$.lister.inntekt.adresser["2024"].sti: expected a path without variables, got "/v1/{rettighetspakke}/hendelser"',
      '$.oppslag.avregning.adresser["2024"].sti: expected a path with {gjelderPeriode}, or {fraOgMed} and {tilOgMed}, as periode is "aar", got "/v2/{rettighetspakke}/{identifikator}"',
      '$.oppslag.inntekt.adresser["2024"].sti: expected a path with {gjelderPeriode}, or {fraOgMed} and {tilOgMed}, as periode is "maaned", got "/v1/{identifikator}/inntekter?fraOgMed={fraOgMed}"',
      '$.oppslag["mva-melding"].adresser["2024"].sti: expected a path with {identifikator} in it, got "/v1/{rettighetspakke}/{gjelderPeriode}"',
      '$.oppslag["mva-melding"].adresser["2024"].sti: expected a path without a period, as periode is "ingen", got "/v1/{rettighetspakke}/{gjelderPeriode}"',
    ],
  )
})

test('an oppslag may not take the table of another thing', () => {
  assert.deepEqual(problems({ oppslag: { endring: NEW_OPPSLAG } }), [
    '$.oppslag.endring: is not in the katalog, so it must be whole',
    '$.oppslag.endring.id: expected another id, as there is a table of that name already, got "endring"',
  ])
})

test('names of the prototype are fields like others, and change nothing', () => {
  const found = problemsOf(
    '{"oppslag": {"inntekt": {"__proto__": {"vert": "x"}, "constructor": {"a": 1}}}, "__proto__": {}}',
  )
  const only =
    'id, tittel, vert, scopes, rettighetspakker, adresser, periode, om, feilkoder, svar, kilde, gir'
  assert.deepEqual(found, [
    '$.__proto__: there is no such field here, only lister, oppslag',
    `$.oppslag.inntekt.__proto__: there is no such field here, only ${only}`,
    `$.oppslag.inntekt.constructor: there is no such field here, only ${only}`,
  ])
  assert.ok(problemsOf('{"lister": {"__proto__": {}}}').length > 0)
  assert.equal(Reflect.get({}, 'vert'), undefined)
})
