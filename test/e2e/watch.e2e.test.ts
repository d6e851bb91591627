/** The watch list under a daemon of two replicas: who is added, who is removed, and what it costs. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { KARI, OLA } from '../support/builders.ts'
import { runCommand, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf, endringer } from '../support/rows.ts'
import { until } from '../support/until.ts'

const LISTE = 'tilleggsskatt'
const WAITING = { timeout: 180_000 }

/** Two replicas that follow those on the watch list, who are none yet. */
async function watching() {
  const db = await freshDatabase()
  const simulator = await startSimulator({ katalog: loadKatalog() })
  const settings = {
    ...settingsFor(simulator, { url: db.url, lister: [LISTE] }),
    FOLG: 'bevakede',
    FORSTE_LASTING: 'ingen',
  }
  const daemons = [startDaemon(settings), startDaemon(settings)]
  const closing = new AsyncDisposableStack()
  closing.use(db)
  closing.use(simulator)
  for (const daemon of daemons) closing.use(daemon)
  await Promise.all(daemons.map((daemon) => daemon.said('following')))
  const { pool } = db
  return {
    pool,
    simulator,
    settings,
    output: () => daemons.map((daemon) => daemon.output()).join('\n'),
    calls: () => simulator.calls.count({ kind: 'oppslag' }),
    happens: (identifikator: string, gjelderPeriode = '2023') => {
      simulator.world.add(LISTE, { identifikator, gjelderPeriode })
    },
    /** Every event so far is stored, and nothing waits. */
    caughtUp: () =>
      until(async () => {
        const events = [...simulator.events(LISTE)].length
        if ((await countOf(pool, 'folger.hendelse')) < events) return false
        return (await countOf(pool, 'folger.ventende_oppslag')) === 0
      }),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

async function isStored(
  { pool }: Awaited<ReturnType<typeof watching>>,
  identifikator: string,
): Promise<boolean> {
  return (await countOf(pool, `skatt.opplysning where identifikator = '${identifikator}'`)) > 0
}

describe('the watch list', { concurrency: 2 }, () => {
  test('who is added after their event gets data without a new one', WAITING, async () => {
    await using it = await watching()
    it.happens(KARI)
    it.happens(OLA)
    await it.caughtUp()
    assert.equal(it.calls(), 0)

    const added = await runCommand(it.settings, ['watch', 'add', '-'], `${KARI}\n`)
    assert.equal(added.code, 0, added.output)
    assert.match(added.output, /1 new of 1 lines, 1 nøkler, 1 calls/)

    await until(() => isStored(it, KARI))
    assert.equal(it.calls(), 1)
    assert.equal(await isStored(it, OLA), false)
    const { rows } = await it.pool.query('select aarsak, antall from folger.oppslagslogg')
    assert.deepEqual(rows, [{ aarsak: 'bevaking', antall: 1n }])
  })

  test('an application writes its wishes with SQL, and they are carried out', WAITING, async () => {
    await using it = await watching()
    it.happens(KARI)
    await it.caughtUp()

    await it.pool.query(`insert into skatt.bevakingsoenske (identifikator) values ('${KARI}')`)
    await until(() => isStored(it, KARI))
    it.happens(KARI)
    await it.caughtUp()
    await until(async () => it.calls() === 2)

    await it.pool.query(
      `insert into skatt.bevakingsoenske (identifikator, handling) values ('${KARI}', 'slett')`,
    )
    await until(async () => !(await isStored(it, KARI)))
    assert.equal(await countOf(it.pool, 'skatt.bevakingsoenske'), 0)
    assert.deepEqual(await endringer(it.pool), ['ny', 'endret', 'slettet'])
    it.happens(KARI)
    await it.caughtUp()
    assert.equal(it.calls(), 2)
  })

  // The list answers the page that holds the event only after the addition: the overlap is certain.
  test(
    'P5: who is added during the page that holds their event is looked up exactly once',
    WAITING,
    async () => {
      await using it = await watching()
      const hold = it.simulator.hold({ liste: LISTE })
      it.happens(KARI)
      await hold.reached

      const added = await runCommand(it.settings, ['watch', 'add', '-'], KARI)
      assert.equal(added.code, 0, added.output)
      hold.release()

      await until(() => isStored(it, KARI))
      await it.caughtUp()
      assert.equal(it.calls(), 1)
    },
  )

  test(
    'P12: a file is taken as far as its lines can be used, and none of them is quoted',
    WAITING,
    async () => {
      await using it = await watching()
      it.happens(KARI)
      it.happens(KARI, '2022')
      it.happens(OLA)
      await it.caughtUp()
      const file = `fnr;periode\n${KARI};2023\n${KARI}1\n${OLA};*\nKari Nordmann\n`

      const imported = await runCommand(it.settings, ['watch', 'import', '-'], file)

      assert.equal(imported.code, 1)
      assert.match(imported.output, /^line 3: .*\nline 5: .*\n2 new of 5 lines, 2 nøkler/)
      await until(() => isStored(it, KARI))
      await until(() => isStored(it, OLA))
      await it.caughtUp()
      assert.equal(it.calls(), 2)
      const said = `${imported.output}\n${it.output()}`
      for (const person of [KARI, OLA, 'Nordmann']) assert.ok(!said.includes(person))

      const refused = await runCommand(it.settings, ['watch', 'add', KARI])
      assert.equal(refused.code, 2)
      assert.ok(!refused.output.includes(KARI))
      const counted = await runCommand(it.settings, ['watch', 'list', '--count'])
      assert.match(counted.output, /^egen: 2 identifikatorer in 2 rows from fil/)
    },
  )
})
