/** What a daemon says when there is nothing to say: what it is at first, and then nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import packageJson from '../../package.json' with { type: 'json' }
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTE = 'tilleggsskatt'

test(
  'a daemon that is caught up reads on and says nothing; it has said what it is',
  { timeout: 180_000 },
  async () => {
    await using db = await freshDatabase()
    await using simulator = await startSimulator({ katalog: loadKatalog() })
    simulator.populate({ hendelser: 40, lister: [LISTE], slettet: 0, ingenData: 0 })
    await using daemon = startDaemon({
      ...settingsFor(simulator, { url: db.url, lister: [LISTE] }),
      OVERLAPP_PLAN: '* * * * * *',
    })
    await until(() => isCaughtUp(db.pool, simulator))
    const pages = (): number => simulator.calls.count({ kind: 'liste' })
    // The first readings at the end look beyond it.
    const caughtUp = pages()
    await simulator.calls.when(() => pages() >= caughtUp + 4)
    const before = daemon.output().split('\n')

    await simulator.calls.when(() => pages() >= caughtUp + 14)

    const after = daemon.output().split('\n')
    // An hour may begin just now.
    const said = after.slice(before.length).filter((line) => !line.includes('"still following"'))
    assert.deepEqual(said, [])
    const summary = JSON.parse(after.find((line) => line.includes('"msg":"following"')) ?? '')
    const { level, time, msg, database, unconfirmed, ...rest } = summary
    assert.deepEqual(
      [level, msg, typeof time, Array.isArray(unconfirmed)],
      ['info', 'following', 'string', true],
    )
    assert.match(database, /^Postgres \d+.*, database test_/)
    assert.deepEqual(rest, {
      version: packageJson.version,
      miljoe: `${simulator.url}/{vert}`,
      client: 'simulert-klient',
      konsumenter: ['egen'],
      lister: [LISTE],
      slots: 5,
      tilstander: { ny: 1 },
      ventende: 0,
      parkert: 0,
    })
  },
)
