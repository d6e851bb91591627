/** `hendelsesfolger status`, /status.json and the metrics tell the same facts as the tables hold. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { runCommand, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { servedBy } from '../support/served.ts'
import { isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTE = 'tilleggsskatt'

/** What changes from one second to the next. */
function lasting({ readAt, lister, apier, ...rest }: Record<string, unknown>): unknown {
  const isTime = /At$|Til$/
  const plain = (rows: unknown): unknown =>
    JSON.parse(JSON.stringify(rows), (name, value) => (isTime.test(name) ? undefined : value))
  return { hasBeenRead: readAt !== null, lister: plain(lister), apier: plain(apier), ...rest }
}

test(
  'the command prints the facts of /status.json, and its exit code says whether all is well',
  { timeout: 180_000 },
  async () => {
    await using db = await freshDatabase()
    await using simulator = await startSimulator({ katalog: loadKatalog() })
    simulator.populate({ hendelser: 50, lister: [LISTE], slettet: 0, ingenData: 0 })
    const settings = settingsFor(simulator, { url: db.url, lister: [LISTE] })
    await using daemon = startDaemon(settings)
    const { get, samples } = await servedBy(daemon)
    await until(() => isCaughtUp(db.pool, simulator))
    const json = async () => JSON.parse(await (await get('/status.json')).text())
    // What is served was read a few seconds ago at most.
    await until(
      async () =>
        (await json()).lister[0]?.tilstand === 'ajour' && (await json()).lister[0].ventende === 0,
    )

    // For a moment another test's transaction on this server can hold the feed, as one of the two sees it.
    let served = await json()
    let printed = await runCommand(settings, ['status', '--json'])
    await until(async () => {
      if (isDeepStrictEqual(JSON.parse(printed.output).feed, served.feed)) return true
      served = await json()
      printed = await runCommand(settings, ['status', '--json'])
      return false
    })
    const text = await runCommand(settings, ['status'])

    assert.equal(printed.code, 0)
    assert.deepEqual(lasting(JSON.parse(printed.output)), lasting(served))
    assert.deepEqual(served.todo, [])
    const calls = await countOf(db.pool, 'skatt.tilleggsskatt')
    assert.equal(served.lister[0].kall.at(-1) + served.lister[0].kall.at(-2), calls)
    assert.match(text.output, /^ALL WELL {2}Nothing to do\. 1 list has been read to the end/m)
    assert.match(text.output, /^tilleggsskatt +up to date +\d+ +\d+ s ago +0/m)
    const { sum } = await samples()
    assert.equal(sum('hendelsesfolger_liste_caught_up', { liste: LISTE }), 1)
    assert.equal(String(sum('hendelsesfolger_liste_posisjon')), served.lister[0].neste)
    assert.equal(sum('hendelsesfolger_database_up'), 1)

    await db.pool.query(`update folger.posisjon set tilstand = 'gap', feil = 'set up anew'`)
    const wrong = await runCommand(settings, ['status'])

    assert.equal(wrong.code, 1)
    assert.match(wrong.output, /^DO NOW {2}tilleggsskatt does not go on where it was left/m)
  },
)

test(
  'P12: no identifikator in the page, the JSON and the command',
  { timeout: 180_000 },
  async () => {
    await using db = await freshDatabase()
    await using simulator = await startSimulator({ katalog: loadKatalog() })
    simulator.populate({ hendelser: 100, lister: ['skatteoppgjoer'] })
    simulator.faults.add(
      { kind: 'oppslag' },
      { type: 'feil', status: 400, kode: 'BSA-006' },
      { times: 3 },
    )
    const settings = settingsFor(simulator, { url: db.url, lister: ['skatteoppgjoer'] })
    await using daemon = startDaemon(settings)
    const { get } = await servedBy(daemon)
    await daemon.said('nøkkel parked')
    await until(async () => /parked in/.test(await (await get('/')).text()))

    const shown = [
      await (await get('/')).text(),
      await (await get('/status.json')).text(),
      (await runCommand(settings, ['status'])).output,
    ].join('\n')

    for (const { identifikator } of simulator.events('skatteoppgjoer')) {
      assert.ok(identifikator !== null && !shown.includes(identifikator))
    }
  },
)

test(
  'without Postgres the page says so, and the probes and the other metrics go on',
  { timeout: 180_000 },
  async () => {
    await using simulator = await startSimulator({ katalog: loadKatalog() })
    const settings = settingsFor(simulator, {
      url: 'postgres://nobody@127.0.0.1:1/none',
      lister: [LISTE],
    })
    await using daemon = startDaemon(settings)
    const { get, samples } = await servedBy(daemon)

    await until(async () => (await samples()).sum('hendelsesfolger_database_up') === 0)

    const page = await get('/')
    assert.equal(page.status, 200)
    assert.match(await page.text(), /Postgres can not be read since [^<]*Nothing is known yet/)
    assert.equal((await get('/isalive')).status, 200)
    assert.equal((await get('/isready')).status, 503)
    assert.equal((await samples()).sum('hendelsesfolger_ready'), 0)
    const command = await runCommand(settings, ['status'])
    assert.equal(command.code, 1)
    assert.match(command.output, /The database can not be reached/)
  },
)
