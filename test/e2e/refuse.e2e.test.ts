import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { runCommand, startDaemon } from '../support/daemon.ts'
import { settingsFor } from '../support/following.ts'
import { freshDatabase } from '../support/postgres.ts'
import { countOf } from '../support/rows.ts'
import { isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTER = ['tilleggsskatt']
const NOBODY_LISTENS = 'postgres://folger@127.0.0.1:1/folger'

async function world() {
  const simulator = await startSimulator({ katalog: loadKatalog() })
  simulator.populate({ hendelser: 50, lister: LISTER })
  return simulator
}

test(
  'P14: without settings nothing starts, and everything that is missing is said',
  {
    timeout: 30_000,
  },
  async () => {
    const { code, output } = await runCommand({}, [])

    assert.equal(code, 1)
    for (const name of ['HENDELSESLISTER', 'MASKINPORTEN_CLIENT_ID', 'DATABASE_URL']) {
      assert.match(output, new RegExp(name))
    }
  },
)

test('P14: ten mistakes are listed at once', { timeout: 30_000 }, async () => {
  const { code, output } = await runCommand(
    {
      SKATTEETATEN_MILJOE: 'prodd',
      SKATTEETATEN_STIER: '2023',
      HENDELSESLISTER: 'skatteoppgjor,selskapsmelding',
      STARTDATO: '2024-31-01',
      SIDE_ANTALL: '20000',
      MAKS_SAMTIDIGE_OPPSLAG: '6',
      LES_PLAN: 'every minute',
      MASKINPORTEN_CLIENT_JWK: 'not a key',
      MIGRATIONS: 'maybe',
      DATABSE_URL: 'postgres://x',
    },
    [],
  )

  assert.equal(code, 1)
  for (const part of [
    'SKATTEETATEN_MILJOE=prodd',
    'SKATTEETATEN_STIER=2023',
    'did you mean skatteoppgjoer',
    'selskapsmelding',
    'STARTDATO=2024-31-01',
    'SIDE_ANTALL=20000',
    'MAKS_SAMTIDIGE_OPPSLAG=6',
    'LES_PLAN=every minute',
    'MASKINPORTEN_CLIENT_JWK',
    'MIGRATIONS=maybe',
    'DATABASE_URL',
  ]) {
    assert.ok(output.includes(part), `${part} is not in:\n${output}`)
  }
})

test(
  'P14: a list is not begun without a posisjon or a STARTDATO',
  { timeout: 180_000 },
  async () => {
    await using db = await freshDatabase()
    await using simulator = await world()
    const { STARTDATO: _, ...settings } = settingsFor(simulator, { url: db.url, lister: LISTER })

    const { code, output } = await runCommand(settings, [])

    assert.equal(code, 1)
    assert.match(output, /tilleggsskatt: .*set STARTDATO__TILLEGGSSKATT/)
    assert.equal(simulator.calls.count(), 0)
  },
)

test(
  'P14: a posisjon of another environment, client or rettighetspakke is refused',
  {
    timeout: 180_000,
  },
  async () => {
    await using db = await freshDatabase()
    await using simulator = await world()
    const settings = settingsFor(simulator, { url: db.url, lister: LISTER })
    {
      await using daemon = startDaemon(settings)
      await until(() => isCaughtUp(db.pool, simulator))
      daemon.kill('SIGTERM')
      await daemon.ended
    }
    const calls = simulator.calls.count()

    const others: readonly (readonly [string, RegExp])[] = [
      [simulator.url.replace('127.0.0.1', 'localhost') + '/{vert}', /taken at http:\/\/127/],
      ['another-client', /taken by the client simulert-klient, the settings say another-client/],
      ['nav', /taken with the rettighetspakke of tilleggsskatt ssb, the settings say nav/],
    ]
    const names = ['SKATTEETATEN_URL', 'MASKINPORTEN_CLIENT_ID', 'RETTIGHETSPAKKE']
    for (const [at, [value, message]] of others.entries()) {
      const { code, output } = await runCommand({ ...settings, [names[at] ?? '']: value }, [])
      assert.equal(code, 1)
      assert.match(output, message)
    }
    assert.equal(simulator.calls.count(), calls)
  },
)

test('P14: a schema newer than the program is refused', { timeout: 180_000 }, async () => {
  await using db = await freshDatabase()
  await using simulator = await world()
  await db.pool.query("insert into folger.migrasjon (name, run_on) values ('9999_future', now())")

  const { code, output } = await runCommand(
    settingsFor(simulator, { url: db.url, lister: LISTER }),
    [],
  )

  assert.equal(code, 1)
  assert.match(output, /schema is at 9999_future, this program knows up to/)
})

test(
  'MIGRATIONS=check refuses a database that lacks migrations and runs none',
  {
    timeout: 180_000,
  },
  async () => {
    await using db = await freshDatabase()
    await using simulator = await world()
    await db.pool.query("delete from folger.migrasjon where name = '0002_skatt'")
    const settings = settingsFor(simulator, { url: db.url, lister: LISTER })

    const { code, output } = await runCommand({ ...settings, MIGRATIONS: 'check' }, [])

    assert.equal(code, 1)
    assert.match(output, /lacks the migrations 0002_skatt: start once with MIGRATIONS=run/)
  },
)

test(
  'P13: a database that can not be reached is waited for, and SIGTERM still ends with 0',
  {
    timeout: 180_000,
  },
  async () => {
    await using simulator = await world()
    const settings = settingsFor(simulator, { url: NOBODY_LISTENS, lister: LISTER })
    await using daemon = startDaemon(settings)

    await daemon.said('database not usable yet')
    daemon.kill('SIGTERM')

    assert.equal((await daemon.ended).code, 0)
    assert.match(daemon.output(), /ECONNREFUSED/)
  },
)

test(
  'a page that is not JSON is said, moves nothing, and is read when it is right again',
  {
    timeout: 180_000,
  },
  async () => {
    await using db = await freshDatabase()
    await using simulator = await world()
    const fault = simulator.faults.add(
      { kind: 'liste' },
      { type: 'html', status: 200 },
      { times: 2 },
    )
    await using daemon = startDaemon(settingsFor(simulator, { url: db.url, lister: LISTER }))

    await daemon.said('reading failed')
    await until(() => isCaughtUp(db.pool, simulator))

    assert.equal(fault.hits(), 2)
    assert.match(daemon.output(), /page from 1 of tilleggsskatt: .*not JSON/)
    assert.match(daemon.output(), /list answers again/)
    assert.equal(await countOf(db.pool, 'folger.hendelse'), 50)
  },
)

test('a taken PORT is said', { timeout: 180_000 }, async () => {
  await using db = await freshDatabase()
  await using simulator = await world()
  const other = createServer()
  await once(other.listen(0, '0.0.0.0'), 'listening')
  const address = other.address()
  const port = typeof address === 'object' ? address?.port : undefined

  const settings = settingsFor(simulator, { url: db.url, lister: LISTER })
  const { code, output } = await runCommand({ ...settings, PORT: String(port) }, [])
  other.close()

  assert.equal(code, 1)
  assert.match(output, new RegExp(`PORT=${port}: another process listens there`))
})

test('a wrong command line is told from a wrong setting', { timeout: 30_000 }, async () => {
  const { code, output } = await runCommand({}, ['chekc'])

  assert.equal(code, 2)
  assert.match(output, /there is no command "chekc"/)
})

test('--help says what there is', { timeout: 30_000 }, async () => {
  const { code, output } = await runCommand({}, ['--help'])

  assert.equal(code, 0)
  assert.match(output, /Exit codes/)
})
