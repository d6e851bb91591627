import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Simulator } from './simulator.ts'
import { start } from './support.ts'

const LISTER = ['skatteoppgjoer', 'inntekt', 'skatteoppgjoer-upersonlig', 'naeringsspesifikasjon']

function allEvents(simulator: Simulator) {
  return LISTER.flatMap((liste) => [...simulator.events(liste)])
}

test('the same seed gives the same events and the same truth', async () => {
  await using one = await start({ seed: 7 })
  await using other = await start({ seed: 7 })
  await using third = await start({ seed: 8 })
  for (const simulator of [one, other, third]) {
    simulator.populate({ hendelser: 300, lister: LISTER, personer: 20 })
  }
  assert.deepEqual(allEvents(one), allEvents(other))
  assert.deepEqual([...one.truth()], [...other.truth()])
  assert.notDeepEqual(allEvents(one), allEvents(third))
})

test('the share of repeats is what was asked for, as long as there are new nøkler', async () => {
  await using simulator = await start()
  simulator.populate({ hendelser: 3000, lister: ['skatteoppgjoer'], gjentatt: 0.5 })
  const nokler = [...simulator.events('skatteoppgjoer')].map(
    ({ identifikator, gjelderPeriode }) => `${identifikator} ${gjelderPeriode}`,
  )
  const distinct = new Set(nokler).size
  assert.ok(distinct > 1350 && distinct < 1650, String(distinct))
})

test('deletions, data gone and shielded persons come in their shares', async () => {
  await using simulator = await start()
  simulator.populate({
    hendelser: 3000,
    lister: ['skatteoppgjoer'],
    gjentatt: 0,
    slettet: 0.1,
    ingenData: 0.2,
    skjermet: 0.3,
  })
  const rows = [...simulator.truth('summertskattegrunnlag')]
  const share = (tilstand: string) =>
    rows.filter((row) => row.tilstand === tilstand).length / rows.length
  assert.equal(rows.length, 3000)
  assert.ok(Math.abs(share('slettet') - 0.1) < 0.03)
  assert.ok(Math.abs(share('ingen_data') - 0.2) < 0.03)
  assert.ok(Math.abs(share('skjermet') - 0.3) < 0.03)
})

test('each list has subjects and periods of its own kind, all of them synthetic', async () => {
  await using simulator = await start()
  simulator.populate({ hendelser: 500, lister: LISTER, personer: 10 })
  const person = /^\d\d(8[1-9]|9[0-2])\d{7}$/
  const organisasjon = /^3\d{8}$/

  for (const { identifikator, gjelderPeriode } of simulator.events('skatteoppgjoer')) {
    assert.match(identifikator ?? '', person)
    assert.match(gjelderPeriode ?? '', /^20(19|2[0-4])$/)
  }
  for (const { gjelderPeriode } of simulator.events('inntekt')) {
    assert.match(gjelderPeriode ?? '', /^20(19|2[0-4])-(0[1-9]|1[0-2])$/)
  }
  for (const { identifikator } of simulator.events('skatteoppgjoer-upersonlig')) {
    assert.match(identifikator ?? '', organisasjon)
  }
  const types = new Map<string, RegExp>([
    ['personligSkattepliktig', person],
    ['upersonligSkattepliktig', organisasjon],
  ])
  for (const event of simulator.events('naeringsspesifikasjon')) {
    assert.match(event.identifikator ?? '', types.get(event.typeSkattepliktig ?? '') ?? /^$/)
  }
})

test('what populate returns adds more of the same', async () => {
  await using whole = await start()
  await using parts = await start()
  whole.populate({ hendelser: 50, lister: LISTER })
  const addMore = parts.populate({ hendelser: 20, lister: LISTER })
  addMore(30)
  assert.deepEqual(allEvents(parts), allEvents(whole))
})

test('a list that the katalog does not have is refused', async () => {
  await using simulator = await start()
  assert.throws(() => simulator.populate({ hendelser: 0, lister: ['nope'] }), /nope/)
})
