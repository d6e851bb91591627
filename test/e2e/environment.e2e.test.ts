/** Test is not production: persons that do not belong there are counted and told, and followed all the same. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { populationOf } from '../../src/domain/population.ts'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { servedBy } from '../support/served.ts'
import { differencesFromTruth, isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTE = 'tilleggsskatt'
const COUNTER = 'hendelsesfolger_persons_of_other_environment_total'
const WARNING = 'persons of another environment'

for (const [miljoe, areStrangers] of [
  ['prod', true],
  ['test', false],
] as const) {
  test(
    `with SKATTEETATEN_MILJOE=${miljoe}, synthetic persons ${areStrangers ? 'do not belong' : 'belong'} there`,
    { timeout: 180_000 },
    async () => {
      await using db = await freshDatabase()
      await using simulator = await startSimulator({ katalog: loadKatalog() })
      simulator.populate({ hendelser: 250, lister: [LISTE] })
      await using daemon = startDaemon({
        ...settingsFor(simulator, { url: db.url, lister: [LISTE] }),
        SKATTEETATEN_MILJOE: miljoe,
        OVERLAPP_PLAN: '* * * * * *',
      })
      await until(() => isCaughtUp(db.pool, simulator))
      // The events are read again, and again, by the overlap.
      const readings = simulator.calls.count({ kind: 'liste' })
      await simulator.calls.when((calls) => calls.count({ kind: 'liste' }) > readings + 9)

      const persons = [...simulator.events(LISTE)].filter(
        ({ identifikator }) => populationOf(identifikator ?? '') === 'synthetic',
      )
      assert.ok(persons.length > 100)
      const { samples } = await servedBy(daemon)
      const counted = (await samples()).sum(COUNTER, { liste: LISTE }) ?? 0
      assert.equal(counted, areStrangers ? persons.length : 0)
      const said = daemon
        .output()
        .split('\n')
        .filter((line) => line.includes(WARNING))
      assert.equal(said.length, areStrangers ? 1 : 0)
      if (areStrangers) assert.match(said[0] ?? '', /"miljoe":"prod".*"persons":\d+/)
      assert.deepEqual(await differencesFromTruth(db.pool, simulator), [])
    },
  )
}
