import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Katalog } from '../../src/domain/katalog.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'
import { DOCUMENTED } from './documented.ts'
import { inOneOrder, ownColumns, typedViews } from './rows.ts'

/** A path of the test's own for each list and oppslag that nobody has documented one of. */
function pathsFor({ lister, oppslag }: Katalog): string {
  return JSON.stringify({
    lister: whereUnknown(lister, () => '/v1/hendelser'),
    oppslag: whereUnknown(oppslag, ({ periode }) =>
      periode === 'ingen' ? '/v1/{identifikator}' : '/v1/{gjelderPeriode}/{identifikator}',
    ),
  })
}

function whereUnknown<Entry extends { readonly adresser: { readonly '2024': unknown } }>(
  entries: ReadonlyMap<string, Entry>,
  sti: (entry: Entry) => string,
) {
  return Object.fromEntries(
    [...entries]
      .filter(([, entry]) => entry.adresser['2024'] === null)
      .map(([id, entry]) => [id, { adresser: { '2024': { sti: sti(entry), bekreftet: false } } }]),
  )
}

test(
  'every documented answer comes out of the typed views with the documented values',
  { timeout: 180_000 },
  async () => {
    await using db = await freshDatabase()
    const fil = { navn: 'paths.json', tekst: pathsFor(loadKatalog()) }
    const folder = await mkdtemp(join(tmpdir(), 'katalog-'))
    await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
    await writeFile(join(folder, fil.navn), fil.tekst)
    await using simulator = await startSimulator({ katalog: loadKatalog(fil) })
    const lister = [...new Set(DOCUMENTED.map(({ liste }) => liste))]
    for (const { liste, oppslag, identifikator, gjelderPeriode, data } of DOCUMENTED) {
      simulator.world.add(liste, { identifikator, gjelderPeriode })
      const nokkel = { identifikator, gjelderPeriode: gjelderPeriode ?? '' }
      simulator.world.set(oppslag, nokkel, { data })
    }
    await using _daemon = startDaemon({
      ...settingsFor(simulator, { url: db.url, lister }),
      KATALOG_FIL: join(folder, fil.navn),
    })

    await until(() => isCaughtUp(db.pool, simulator))

    for (const { oppslag, identifikator, rows } of DOCUMENTED) {
      for (const [view, expected] of Object.entries(rows)) {
        const found = await ownColumns(db.pool, view, identifikator)
        assert.deepEqual(found, inOneOrder(expected), `${oppslag}: ${view}`)
      }
    }
  },
)

test('every typed view is asserted with a documented answer', async () => {
  await using db = await freshDatabase()

  const asserted = DOCUMENTED.flatMap(({ rows }) => Object.keys(rows))

  assert.deepEqual(asserted.toSorted(), await typedViews(db.pool))
})
