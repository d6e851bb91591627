import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configDeps } from '../../src/app/config-deps.ts'
import { readConfig } from '../../src/config/config.ts'
import { STIER, type Liste, type Oppslag, type Stier } from '../../src/domain/katalog.ts'
import { KARI } from '../support/builders.ts'
import { sisteJson } from './siste-periode.ts'
import type { Simulator } from './simulator.ts'
import { caller, katalog, start } from './support.ts'

function path(entry: Liste | Oppslag, stier: Stier): string | undefined {
  const sti = entry.adresser[stier]?.sti
  return stier === '2024' && sti !== undefined ? `/${entry.vert}${sti}` : sti
}

async function everyScope(simulator: Simulator) {
  const entries = [...katalog.lister.values(), ...katalog.oppslag.values()]
  return caller(simulator, [...new Set(entries.flatMap(({ scopes }) => scopes))].join(' '))
}

for (const stier of STIER) {
  test(`every list of the katalog is served at its address of ${stier}`, async () => {
    await using simulator = await start()
    simulator.populate({ hendelser: 400, personer: 5, lister: [...katalog.lister.keys()] })
    const get = await everyScope(simulator)
    for (const liste of katalog.lister.values()) {
      const address = path(liste, stier)
      if (address === undefined) continue
      const page = await get(`${address}?fraSekvensnummer=1&antall=10`)
      assert.equal(page.status, 200, liste.id)
      const { felt } = liste
      const first = page.json.hendelser[0]
      assert.equal(typeof first[felt.identifikator], 'string', liste.id)
      const started = await get(`${address.replace(/\/$/, '')}/start`)
      assert.deepEqual(started.json, { sekvensnummer: first.sekvensnummer }, liste.id)
    }
  })

  test(`every oppslag of the katalog answers the truth at its address of ${stier}`, async () => {
    await using simulator = await start()
    simulator.populate({ hendelser: 400, personer: 5 })
    for (const oppslag of katalog.oppslag.values()) {
      const about = { identifikator: oppslag.om === 'personer' ? KARI : '310977101' }
      const said = oppslag.gir === 'siste_periode' ? { data: sisteJson(KARI, '2023') } : {}
      if (oppslag.gir !== undefined) simulator.world.set(oppslag.id, about, said)
    }
    const get = await everyScope(simulator)
    for (const oppslag of katalog.oppslag.values()) {
      const address = path(oppslag, stier)
      if (address === undefined) continue
      const rows = [...simulator.truth(oppslag.id)]
      assert.ok(rows.length > 0, oppslag.id)
      for (const { identifikator, gjelderPeriode, betyr, data } of rows.slice(0, 5)) {
        const months = gjelderPeriode.length === 4 ? ['-01', '-12'] : ['', '']
        const url = address
          .replace('{rettighetspakke}', 'ssb')
          .replace('{identifikator}', identifikator)
          .replace('{gjelderPeriode}', gjelderPeriode)
          .replace('{fraOgMed}', gjelderPeriode + months[0])
          .replace('{tilOgMed}', gjelderPeriode + months[1])
        const answer = await get(url)
        if (betyr === 'data') assert.equal(answer.body, data, oppslag.id)
        else assert.ok([404, 406, 410].includes(answer.status), oppslag.id)
      }
    }
  })
}

test('the settings are accepted by the daemon and follow every list that can be followed', async () => {
  await using simulator = await start()
  for (const stier of STIER) {
    const settings = simulator.settings({ stier })
    const { lister } = readConfig(
      { ...settings, DATABASE_URL: 'postgres://postgres@127.0.0.1/postgres' },
      configDeps,
    )
    const served = [...katalog.lister.values()].filter(
      (liste) =>
        liste.adresser[stier] !== null &&
        liste.oppslag.some((id) => katalog.oppslag.get(id)?.adresser[stier]),
    )
    assert.deepEqual(
      lister.map(({ liste }) => liste.id),
      served.map(({ id }) => id),
    )
  }
})
