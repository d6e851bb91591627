/** P12: a person's export and forgetting, and what Postgres itself writes down, with its own tools. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Client } from 'pg'
import { loadKatalog } from '../../src/katalog/katalog.ts'
import { startSimulator, type Simulator } from '../simulator/simulator.ts'
import { KARI, OLA } from '../support/builders.ts'
import { type DaemonProcess, runCommand, startDaemon } from '../support/daemon.ts'
import { everythingIn } from '../support/everything.ts'
import { settingsFor } from '../support/following.ts'
import { type InstalledServer, startInstalledServer } from '../support/installed-server.ts'
import { NO_POSTGRES_TOOLS, postgresTools, runTool } from '../support/postgres-tools.ts'
import { countOf } from '../support/rows.ts'
import { isCaughtUp } from '../support/truth.ts'
import { until } from '../support/until.ts'

const LISTER = ['skattemelding-fastsatt', 'tilleggsskatt']
const WAITING = { timeout: 240_000 }

type World = {
  readonly tools: string
  readonly server: InstalledServer
  readonly simulator: Simulator
  readonly settings: Readonly<Record<string, string>>
  readonly daemon: DaemonProcess
  readonly folder: string
}

/** Kari and Ola among others, in the truth and in the tables; null where there are no tools. */
async function following(t: TestContext, closing: AsyncDisposableStack): Promise<World | null> {
  const tools = postgresTools()
  if (tools === undefined) {
    t.skip(NO_POSTGRES_TOOLS)
    return null
  }
  const simulator = closing.use(await startSimulator({ katalog: loadKatalog() }))
  simulator.populate({ hendelser: 100, personer: 40, lister: LISTER })
  for (const liste of LISTER) {
    for (const identifikator of [KARI, OLA]) {
      simulator.world.add(liste, { identifikator, gjelderPeriode: '2023' })
      simulator.world.shield(liste, { identifikator, gjelderPeriode: '2022' })
    }
  }
  // Two that will be parked.
  for (const identifikator of [KARI, OLA]) {
    simulator.faults.add(
      { kind: 'oppslag', identifikator },
      { type: 'feil', status: 400, kode: 'BSA-006' },
      { times: 1 },
    )
  }
  const server = await startInstalledServer(tools, closing)
  const settings = {
    ...settingsFor(simulator, { url: server.url, lister: LISTER }),
    OPPSLAG__SKATTEMELDING_FASTSATT: 'skattemelding-fastsatt',
    OVERLAPP_PLAN: '* * * * * *',
    LOG_LEVEL: 'trace',
  }
  const daemon = closing.use(startDaemon(settings))
  await daemon.said('"following"')
  await until(() => isCaughtUp(server.pool, simulator))
  const folder = await mkdtemp(join(tmpdir(), 'person-'))
  closing.defer(() => rm(folder, { recursive: true }))
  return { tools, server, simulator, settings, daemon, folder }
}

async function personFile({ folder }: World, ...persons: readonly string[]): Promise<string> {
  const path = join(folder, 'personer.txt')
  await writeFile(path, `${persons.join('\n')}\n`)
  return path
}

async function dump({ tools, server, folder }: World): Promise<string> {
  const path = join(folder, 'dump.sql')
  await runTool(tools, 'pg_dump', [`--file=${path}`, server.url])
  return readFile(path, 'utf8')
}

test(
  'a person is told all that is held about them, and is then in no table and no dump',
  WAITING,
  async (t) => {
    await using closing = new AsyncDisposableStack()
    const world = await following(t, closing)
    if (world === null) return
    const { server, simulator, settings, daemon } = world
    const { pool } = server
    const file = await personFile(world, KARI)
    assert.equal(await countOf(pool, 'folger.parkert_oppslag'), 2)
    assert.ok((await dump(world)).includes(KARI))

    const exported = await runCommand(settings, ['export', '--identifikator-fil', file])
    assert.equal(exported.code, 0)
    const { tabeller } = JSON.parse(exported.output)
    const data = LISTER.flatMap((id) => [...simulator.truth(id)])
      .filter(({ identifikator, data: body }) => identifikator === KARI && body !== null)
      .map(({ data: body }) => JSON.parse(body ?? ''))
    const held = tabeller['skatt.opplysning'].map((row: { data: unknown }) => row.data)
    const parked = tabeller['folger.parkert_oppslag'].length
    assert.equal(held.length + parked, data.length)
    for (const one of held)
      assert.ok(data.some((body) => JSON.stringify(sorted(body)) === JSON.stringify(sorted(one))))
    assert.equal(tabeller['folger.hendelse'].length, 4)

    const forgotten = await runCommand(settings, ['forget', '--identifikator-fil', file])
    assert.match(forgotten.output, /rows erased .*about 1 of 1 persons/)

    assert.ok(!(await everythingIn(pool)).includes(KARI))
    const after = await dump(world)
    assert.ok(!after.includes(KARI))
    assert.ok(after.includes(OLA))
    // The lists are read again from below these events, and again.
    const readings = simulator.calls.count({ kind: 'liste' })
    await simulator.calls.when((calls) => calls.count({ kind: 'liste' }) > readings + 12)
    assert.ok(!(await everythingIn(pool)).includes(KARI))
    const none = await runCommand(settings, ['export', '--identifikator-fil', file])
    assert.deepEqual(new Set(Object.values(JSON.parse(none.output).tabeller).flat()), new Set())
    for (const output of [daemon.output(), forgotten.output]) assert.ok(!output.includes(KARI))
  },
)

test("Postgres' own log names nobody, whatever fails", WAITING, async (t) => {
  await using closing = new AsyncDisposableStack()
  const world = await following(t, closing)
  if (world === null) return
  const { server, simulator, settings, daemon } = world
  const file = await personFile(world, KARI)
  const admin = new Client({ connectionString: server.url })
  await admin.connect()
  closing.defer(() => admin.end())

  // Statements with a person among their parameters are broken off.
  await admin.query('begin; lock table skatt.opplysning, folger.hendelse in access exclusive mode')
  for (const liste of LISTER)
    simulator.world.add(liste, { identifikator: KARI, gjelderPeriode: '2021' })
  await until(async () => {
    const { rows } = await admin.query(
      "select pid from pg_stat_activity where wait_event_type = 'Lock'",
    )
    return rows.length > 0
  })
  await admin.query(
    "select pg_cancel_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'",
  )
  await daemon.said('57014')
  await admin.query('commit')
  await until(() => isCaughtUp(server.pool, simulator))
  for (const command of ['export', 'forget', 'ref']) {
    await runCommand(settings, [command, '--identifikator-fil', file])
  }

  const log = await readFile(server.logFile, 'utf8')
  assert.match(log, /canceling statement due to user request/)
  for (const { identifikator } of LISTER.flatMap((liste) => [...simulator.events(liste)])) {
    assert.ok(identifikator === null || !log.includes(identifikator))
  }
  assert.ok(!daemon.output().includes(KARI))
})

/** The same value, whatever the order of its keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .map(([key, inner]) => [key, sorted(inner)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
}
